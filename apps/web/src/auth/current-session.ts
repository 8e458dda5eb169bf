import { allows, type Role } from '@intellisite/contracts';
import { cookies, headers } from 'next/headers';
import { forbidden, redirect } from 'next/navigation';
import { cache } from 'react';
import { hostedApi } from '../host/hosted-api.ts';
import { ASKED_FOR_HEADER } from './asked-for.ts';
import { sharedAuthSettings } from './auth-settings.ts';
import { authCookies } from './cookies.ts';
import { signInPath } from './own-path.ts';
import { openSessionCookie } from './session-cookie.ts';

/** Who looks at a page, with what the database says of the user now. */
export interface CurrentSession {
  user: { id: string; username: string; role: Role };
  sessionId: string;
}

/**
 * For server components: who has signed in, read once for a request; null when nobody has, or when the
 * session has ended since, wherever that was.
 *
 * @throws where the API cannot tell, because it starts, stops or has no database
 */
export const currentSession = cache(async (): Promise<CurrentSession | null> => {
  const { secure, secrets } = sharedAuthSettings();
  const cookie = (await cookies()).get(authCookies(secure).sessionToken.name);
  const session = await openSessionCookie(cookie?.value, secrets);
  const principal = session && (await hostedApi()?.findSession(session));
  if (!principal) return null;
  const { userId: id, username, role, sessionId } = principal;
  return { user: { id, username, role }, sessionId };
});

/**
 * For server components of views: sends whoever has not signed in to the sign-in, which leads back here.
 * A user with a lesser role than `least` gets forbidden.tsx, with status 403.
 *
 * @throws as `currentSession`
 */
export async function requireSession(least: Role = 'viewer'): Promise<CurrentSession> {
  const session = await currentSession();
  if (!session) redirect(signInPath((await headers()).get(ASKED_FOR_HEADER)));
  if (!allows(session.user.role, least)) forbidden();
  return session;
}
