import { NextResponse, type NextRequest } from 'next/server';
import { ASKED_FOR_HEADER } from './auth/asked-for.ts';
import { sharedAuthSettings } from './auth/auth-settings.ts';
import { authCookies } from './auth/cookies.ts';
import { csrfPair } from './auth/csrf-cookie.ts';
import { isDashboard, SIGN_IN, signInPath } from './auth/own-path.ts';
import { isMounted } from './host/mounted-paths.ts';
import { isDevelopment } from './next/env.ts';
import { pageHeaders } from './security/page-headers.ts';

const NONCE_BYTES = 16;

/**
 * Gives every page its security headers, and sends whoever has not signed in away from the dashboard
 * before anything is rendered. Next puts the nonce of the policy on its scripts.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search, protocol } = request.nextUrl;
  // What the API answers has headers of its own.
  if (isMounted(pathname)) return NextResponse.next();
  const { secure, secrets } = sharedAuthSettings();
  const cookies = authCookies(secure);
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(NONCE_BYTES))).toString('base64');
  const headers = pageHeaders({
    nonce,
    secure: protocol === 'https:',
    development: isDevelopment,
  });
  let response: NextResponse;
  if (isDashboard(pathname) && !request.cookies.has(cookies.sessionToken.name)) {
    response = NextResponse.redirect(new URL(signInPath(pathname + search), request.url));
  } else {
    const asked = new Headers(request.headers);
    asked.set('Content-Security-Policy', headers['Content-Security-Policy']);
    asked.set('X-Nonce', nonce);
    asked.set(ASKED_FOR_HEADER, pathname + search);
    const { name, options } = cookies.csrfToken;
    const csrf = pathname === SIGN_IN ? csrfPair(request.cookies.get(name)?.value, secrets) : null;
    if (csrf) {
      // The page is to see the cookie that its answer sets.
      request.cookies.set(name, csrf.cookie);
      asked.set('Cookie', request.cookies.toString());
    }
    response = NextResponse.next({ request: { headers: asked } });
    if (csrf) response.cookies.set(name, csrf.cookie, options);
  }
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

/** Assets are no pages, and most of what the API answers needs not pass through here at all. */
export const config = { matcher: ['/((?!api/|_next/).*)'] };
