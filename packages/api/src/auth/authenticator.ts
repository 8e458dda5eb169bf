import { AppError } from '../errors/app-error.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { Principal } from './principal.ts';
import type { SessionCache } from './session-cache.ts';

/** Whether it still lives is another question. */
export interface NamedSession {
  sessionId: string;
  /** Of what names it, in ms since 1970. */
  expiresAt: number;
}

export interface Authenticator {
  /**
   * The session that the token of an Authorization header names. Asks no database: who has no token that
   * is ours is told so at little cost.
   *
   * @throws AppError token_missing, token_invalid or token_expired
   */
  readToken(authorization: string | undefined): Promise<NamedSession>;
  /**
   * Who makes a request, by its token or by the host of the pages. `revision` is the auth revision, read
   * after the request came: a session that was ended before it is refused.
   *
   * @throws AppError session_ended
   */
  authenticate(session: NamedSession, revision: number): Promise<Principal>;
}

/** RFC 6750. */
const SCHEME = /^Bearer(?: |$)/i;
const CREDENTIALS = /^Bearer +([\w.~+/-]+=*) *$/i;

export function createAuthenticator(
  accessTokens: Pick<AccessTokens, 'verify'>,
  sessions: SessionCache,
): Authenticator {
  return {
    async readToken(authorization) {
      if (authorization === undefined || !SCHEME.test(authorization)) {
        throw new AppError('token_missing', {
          detail: 'Send the access token as "Authorization: Bearer ...".',
        });
      }
      const token = CREDENTIALS.exec(authorization)?.[1];
      if (token === undefined) throw new AppError('token_invalid');
      const verification = await accessTokens.verify(token);
      if (!verification.valid) {
        throw verification.reason === 'expired'
          ? new AppError('token_expired', { detail: 'Get a new one with the refresh token.' })
          : new AppError('token_invalid');
      }
      const { sessionId, expiresAt } = verification.claims;
      return { sessionId, expiresAt };
    },
    async authenticate({ sessionId, expiresAt }, revision) {
      const session = await sessions.find(sessionId, revision);
      if (!session) throw new AppError('session_ended', { detail: 'Log in again.' });
      const { userId, username, role } = session;
      return { userId, username, role, sessionId, tokenExpiresAt: expiresAt };
    },
  };
}
