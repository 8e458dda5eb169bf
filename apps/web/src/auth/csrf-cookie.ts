import { createHash, randomBytes } from 'node:crypto';
import type { AuthSettings } from './auth-settings.ts';

const TOKEN_BYTES = 32;

/**
 * The token that next-auth wants to see in a form, and the cookie that it compares it with. Its own
 * /api/auth/csrf gives them to scripts; a form that works without scripts has the token in its page, and a
 * page can set no cookie, so the proxy does, in the form that next-auth gives it (core/lib/csrf-token.js).
 */
export interface CsrfPair {
  token: string;
  /** The token and a digest of it with the secret. */
  cookie: string;
}

/** Those of the cookie that came, if it is ours; new ones otherwise. */
export function csrfPair(
  cookie: string | undefined,
  { current }: AuthSettings['secrets'],
): CsrfPair {
  const token = csrfTokenOf(cookie ?? '');
  if (token !== '' && cookie === seal(token, current)) return { token, cookie };
  const fresh = randomBytes(TOKEN_BYTES).toString('hex');
  return { token: fresh, cookie: seal(fresh, current) };
}

export function csrfTokenOf(cookie: string): string {
  return cookie.split('|')[0] ?? '';
}

function seal(token: string, secret: string): string {
  return `${token}|${createHash('sha256').update(`${token}${secret}`).digest('hex')}`;
}
