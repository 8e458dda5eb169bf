import type { Api, Client } from '@intellisite/api';
import type { AuthOptions } from 'next-auth';
import type { JWT } from 'next-auth/jwt';
import credentialsProvider from 'next-auth/providers/credentials';
import { z } from 'zod';
import type { AuthSettings } from './auth-settings.ts';
import { authCookies } from './cookies.ts';
import { ownPath, SIGN_IN } from './own-path.ts';
import { cookieSeal } from './session-cookie.ts';
import type { SignInRefusal } from './sign-in-refusal.ts';

export interface AuthRequest {
  settings: AuthSettings;
  api: Pick<Api, 'signIn' | 'signOut' | 'findSession'>;
  /** Who asks. */
  client: Client;
  /** Told when the password was looked at, or should have been: null for a success. */
  onAttempt: (refusal: SignInRefusal | null) => void;
}

/** As a login has them. */
const credentials = z.object({
  username: z.string().min(1).max(1_024),
  password: z.string().min(1).max(1_024),
});

/** How next-auth answers one request. */
export function nextAuthOptions({ settings, api, client, onAttempt }: AuthRequest): AuthOptions {
  const { secrets, secure, sessionSeconds, logger } = settings;

  async function signIn(given: unknown) {
    const parsed = credentials.safeParse(given);
    if (!parsed.success) {
      onAttempt({ code: 'invalid_credentials' });
      return null;
    }
    const answer = await api.signIn(parsed.data, client);
    if (!answer.signedIn) {
      onAttempt(answer);
      return null;
    }
    onAttempt(null);
    const { userId, username, sessionId, expiresAt } = answer.session;
    return { id: userId, name: username, sessionId, expiresAt };
  }

  return {
    providers: [
      credentialsProvider({
        credentials: { username: {}, password: { type: 'password' } },
        authorize: signIn,
      }),
    ],
    secret: secrets.current,
    session: { strategy: 'jwt', maxAge: sessionSeconds },
    jwt: cookieSeal(secrets),
    useSecureCookies: secure,
    cookies: authCookies(secure),
    // Its own pages are never shown.
    pages: { signIn: SIGN_IN, signOut: SIGN_IN, error: SIGN_IN, verifyRequest: SIGN_IN },
    callbacks: {
      redirect: ({ url }) => ownPath(url),
      // `user` is there right after a sign-in alone. Name and role are the database's to tell.
      jwt: ({ token, user }) =>
        (user as typeof user | undefined) === undefined
          ? token
          : { sub: user.id, sid: user.sessionId, until: user.expiresAt },
      async session({ token: { sid: sessionId = '', until: expiresAt = 0 } }) {
        const principal = await api.findSession({ sessionId, expiresAt });
        const expires = new Date(expiresAt).toISOString();
        return { ...(principal ? { user: { name: principal.username } } : {}), expires };
      },
    },
    events: {
      // Null, whatever its type says, for a cookie that does not open.
      async signOut({ token }: { token: JWT | null }) {
        if (token?.sub !== undefined && token.sid !== undefined) {
          await api.signOut({ userId: token.sub, sessionId: token.sid });
        }
      },
    },
    logger: {
      error(code, metadata) {
        // Of a cookie that does not open: anybody can send one.
        const level = code === 'JWT_SESSION_ERROR' ? 'debug' : 'error';
        logger[level]({ code, err: metadata }, 'next-auth failed');
      },
      warn(code) {
        logger.warn({ code }, 'next-auth warns');
      },
      debug: () => undefined,
    },
  };
}
