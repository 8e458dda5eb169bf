import { AppError } from '../errors/app-error.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { Principal } from './principal.ts';
import type { SessionCache } from './session-cache.ts';
import type { WebSession } from './web-session.ts';

export interface Authenticator {
  /**
   * Who makes a request, from its Authorization header. `revision` is the auth revision, read after the
   * request came: a session that was ended before it is refused.
   *
   * @throws AppError token_missing, token_invalid, token_expired or session_ended
   */
  authenticate(authorization: string | undefined, revision: number): Promise<Principal>;
  /**
   * The same for a session that the host of the pages vouches for.
   *
   * @throws AppError session_ended
   */
  authenticateWeb(webSession: WebSession, revision: number): Promise<Principal>;
}

/** RFC 6750. */
const SCHEME = /^Bearer(?: |$)/i;
const CREDENTIALS = /^Bearer +([\w.~+/-]+=*) *$/i;

export function createAuthenticator(
  accessTokens: Pick<AccessTokens, 'verify'>,
  sessions: SessionCache,
): Authenticator {
  async function principalOf(sessionId: string, tokenExpiresAt: number, revision: number) {
    const session = await sessions.find(sessionId, revision);
    if (!session) throw new AppError('session_ended', { detail: 'Log in again.' });
    const { userId, username, role } = session;
    return { userId, username, role, sessionId, tokenExpiresAt };
  }

  return {
    async authenticate(authorization, revision) {
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
      return await principalOf(sessionId, expiresAt, revision);
    },
    authenticateWeb: ({ sessionId, expiresAt }, revision) =>
      principalOf(sessionId, expiresAt, revision),
  };
}
