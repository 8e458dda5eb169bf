import type { Role, Tokens } from '@intellisite/contracts';
import type { Credentials, SessionKind, Sessions, Users } from '@intellisite/db';
import { AppError } from '../errors/app-error.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { Audit } from './audit.ts';
import type { Authenticator } from './authenticator.ts';
import type { Client } from './client.ts';
import type { GrantedAttempt, LoginLimits } from './login-limits.ts';
import type { PasswordPolicy } from './password-policy.ts';
import type { Passwords, VerifyPassword } from './passwords.ts';
import type { Principal } from './principal.ts';
import { requireStrongPassword } from './require-strong-password.ts';
import type { RefreshTokens } from './refresh-tokens.ts';
import type { WebSignIn } from './web-sign-in.ts';

export interface AuthService extends Authenticator {
  /** @throws AppError invalid_credentials, rate_limited or busy */
  login(credentials: { username: string; password: string }, client: Client): Promise<Tokens>;
  /**
   * Exchanges a refresh token. One that was exchanged before ends its session, also when both come at the
   * same time.
   *
   * @throws AppError token_invalid or session_ended
   */
  refresh(refreshToken: string, client: Client): Promise<Tokens>;
  /**
   * Opens a session of the dashboard instead: it has no tokens, and ends REFRESH_TOKEN_DAYS later.
   *
   * @throws AppError rate_limited or busy
   */
  signIn(credentials: { username: string; password: string }, client: Client): Promise<WebSignIn>;
  /** Ends the session. */
  logout(session: Pick<Principal, 'userId' | 'sessionId'>): Promise<void>;
  /**
   * Ends all other sessions of the user.
   *
   * @throws AppError wrong_password, weak_password, rate_limited or busy
   */
  changePassword(
    principal: Principal,
    passwords: { currentPassword: string; newPassword: string },
    client: Client,
  ): Promise<void>;
}

export interface AuthServiceOptions {
  users: Pick<Users, 'setPassword'>;
  sessions: Pick<Sessions, 'open' | 'rotate' | 'revoke'>;
  passwords: Passwords;
  policy: PasswordPolicy;
  limits: LoginLimits;
  accessTokens: AccessTokens;
  refreshTokens: RefreshTokens;
  authenticator: Authenticator;
  /** A session ends when it was not refreshed for so long. */
  refreshTokenDays: number;
  audit: Audit;
}

const DAY_MS = 86_400_000;
/** What of a User-Agent is kept. */
const LONGEST_USER_AGENT = 256;

export function createAuthService(options: AuthServiceOptions): AuthService {
  const { users, sessions, passwords, policy, limits, accessTokens, refreshTokens } = options;
  const { authenticator, refreshTokenDays, audit } = options;

  const sessionEnd = (): Date => new Date(Date.now() + refreshTokenDays * DAY_MS);

  async function tokensOf(
    session: { sessionId: string; userId: string; role: Role },
    generation: number,
  ): Promise<Tokens> {
    return {
      access_token: await accessTokens.sign(session),
      token_type: 'bearer',
      expires_in: accessTokens.lifetimeSeconds,
      refresh_token: refreshTokens.issue({ sessionId: session.sessionId, generation }),
    };
  }

  /** Null: the password is wrong. An unknown and a disabled user cost as much as a wrong password. */
  async function checkPassword(
    verify: VerifyPassword,
    credentials: Credentials | null,
    password: string,
  ): Promise<Credentials | null> {
    const right = await verify(credentials?.passwordHash ?? null, password);
    return right && credentials?.user.disabled === false ? credentials : null;
  }

  async function openSession(
    kind: SessionKind,
    found: Credentials | null,
    password: string,
    client: Client,
    verify: VerifyPassword,
  ) {
    const checked = await checkPassword(verify, found, password);
    const expiresAt = sessionEnd();
    const sessionId =
      checked &&
      (await sessions.open({
        userId: checked.user.id,
        passwordHash: checked.passwordHash,
        kind,
        expiresAt,
        userAgent: client.userAgent?.slice(0, LONGEST_USER_AGENT) ?? null,
        address: client.address,
      }));
    const { address } = client;
    if (sessionId === null || !checked) {
      audit('login_failed', { userId: found?.user.id ?? null, address });
      return null;
    }
    const { id: userId, username: ownName, role } = checked.user;
    audit('login_succeeded', { userId, sessionId, address });
    return { sessionId, userId, username: ownName, role, expiresAt: +expiresAt };
  }

  /** In its turn and as the limits do it, with the refusals on record. */
  async function attempt<T>(
    username: string,
    { address }: Client,
    check: (verify: VerifyPassword, attempt: GrantedAttempt) => Promise<T | null>,
  ): Promise<T | null> {
    try {
      return await passwords.attempt((verify) =>
        limits.attempt({ username, address }, (granted) => check(verify, granted)),
      );
    } catch (error) {
      if (error instanceof AppError && error.code === 'rate_limited') {
        audit('login_refused', { address });
      }
      throw error;
    }
  }

  return {
    readToken: (authorization) => authenticator.readToken(authorization),
    authenticate: (session, revision) => authenticator.authenticate(session, revision),
    async login({ username, password }, client) {
      const session = await attempt(username, client, (verify, { credentials }) =>
        openSession('api', credentials, password, client, verify),
      );
      if (!session) throw new AppError('invalid_credentials');
      return await tokensOf(session, 0);
    },
    async signIn({ username, password }, client) {
      let attemptsLeft = 0;
      const session = await attempt(username, client, (verify, { left, credentials }) => {
        attemptsLeft = left;
        return openSession('web', credentials, password, client, verify);
      });
      return session
        ? { signedIn: true, session }
        : { signedIn: false, code: 'invalid_credentials', attemptsLeft };
    },
    async refresh(refreshToken, { address }) {
      const claims = refreshTokens.read(refreshToken);
      if (!claims) throw new AppError('token_invalid');
      const { sessionId, generation } = claims;
      const rotation = await sessions.rotate(sessionId, generation, sessionEnd());
      switch (rotation.outcome) {
        case 'rotated':
          return await tokensOf({ sessionId, ...rotation }, rotation.generation);
        case 'reused':
          audit('refresh_reused', { userId: rotation.userId, sessionId, address });
          throw new AppError('session_ended', {
            detail:
              'This refresh token was used before, so somebody else may have it: the session has ended. Log in again.',
          });
        case 'ended':
          throw new AppError('session_ended', { detail: 'Log in again.' });
      }
    },
    async logout({ userId, sessionId }) {
      await sessions.revoke(userId, sessionId, 'logout');
      audit('logged_out', { userId, sessionId });
    },
    async changePassword(principal, { currentPassword, newPassword }, client) {
      const { userId, username, sessionId } = principal;
      requireStrongPassword(policy, newPassword, username, 'newPassword');
      // Whoever has somebody's token gets no more guesses at the password than at the login.
      const checked = await attempt(username, client, (verify, { credentials }) =>
        checkPassword(verify, credentials, currentPassword),
      );
      const changed =
        checked !== null &&
        (await users.setPassword(userId, {
          passwordHash: await passwords.hash(newPassword),
          ifHash: checked.passwordHash,
          exceptSession: sessionId,
        }));
      if (!changed) {
        throw new AppError('wrong_password', {
          errors: [{ member: 'currentPassword', message: 'is not the current password' }],
        });
      }
      audit('password_changed', { userId, sessionId, address: client.address });
    },
  };
}
