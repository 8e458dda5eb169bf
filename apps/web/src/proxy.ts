import { NextResponse, type NextRequest } from 'next/server';
import { isMounted } from './host/mounted-paths.ts';
import { isDevelopment } from './next/env.ts';
import { pageHeaders } from './security/page-headers.ts';

const NONCE_BYTES = 16;

/** Gives every page its security headers. Next puts the nonce of the policy on its scripts. */
export function proxy(request: NextRequest): NextResponse {
  // What the API answers has headers of its own.
  if (isMounted(request.nextUrl.pathname)) return NextResponse.next();
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(NONCE_BYTES))).toString('base64');
  const headers = pageHeaders({
    nonce,
    secure: request.nextUrl.protocol === 'https:',
    development: isDevelopment,
  });
  const asked = new Headers(request.headers);
  asked.set('Content-Security-Policy', headers['Content-Security-Policy']);
  asked.set('X-Nonce', nonce);
  const response = NextResponse.next({ request: { headers: asked } });
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

/** Assets are no pages, and most of what the API answers needs not pass through here at all. */
export const config = { matcher: ['/((?!api/|_next/).*)'] };
