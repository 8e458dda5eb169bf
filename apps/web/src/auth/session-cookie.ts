import type { ReadSession } from '@intellisite/api';
import { parse } from 'cookie';
import { decode, encode, type JWT, type JWTOptions } from 'next-auth/jwt';
import { z } from 'zod';
import type { AuthSettings } from './auth-settings.ts';
import { authCookies } from './cookies.ts';

/** A session as its cookie has it. Whether it still lives, the API knows. */
export interface CookieSession {
  userId: string;
  sessionId: string;
  /** ms since 1970 */
  expiresAt: number;
}

const claims = z.object({ sub: z.uuid(), sid: z.uuid(), until: z.number() });

/**
 * How next-auth seals and opens its cookie: an encrypted token (JWE) that ends when the session does,
 * however often it is renewed, and that opens with the previous secret too.
 */
export function cookieSeal(
  secrets: AuthSettings['secrets'],
): Pick<JWTOptions, 'encode' | 'decode'> {
  return {
    encode({ token = {} }) {
      const leftMs = Math.max(0, (token.until ?? 0) - Date.now());
      return encode({ token, secret: secrets.current, maxAge: Math.floor(leftMs / 1_000) });
    },
    decode: ({ token = '' }) => open(token, secrets),
  };
}

/** Null for what is not ours or has expired. */
export async function openSessionCookie(
  value: string | undefined,
  secrets: AuthSettings['secrets'],
): Promise<CookieSession | null> {
  if (value === undefined) return null;
  const found = claims.safeParse(await open(value, secrets));
  if (!found.success) return null;
  const { sub, sid, until } = found.data;
  return until > Date.now() ? { userId: sub, sessionId: sid, expiresAt: until } : null;
}

async function open(
  token: string,
  { current, previous }: AuthSettings['secrets'],
): Promise<JWT | null> {
  for (const secret of previous === undefined ? [current] : [current, previous]) {
    try {
      return await decode({ token, secret });
    } catch {
      // Forged, expired, or sealed with another secret: in each case nobody has signed in with it.
    }
  }
  return null;
}

/** Reads the session for the API. */
export function createSessionReader({ secrets, secure }: AuthSettings): ReadSession {
  const { name } = authCookies(secure).sessionToken;
  return (request) => openSessionCookie(parse(request.header('cookie') ?? '')[name], secrets);
}
