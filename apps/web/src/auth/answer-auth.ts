import { PROBLEMS } from '@intellisite/contracts';
import NextAuth from 'next-auth';
import { NextRequest } from 'next/server';
import { hostedApi } from '../host/hosted-api.ts';
import { peerAddress } from '../host/peer-address.ts';
import { DATA_POLICY } from '../security/data-policy.ts';
import { isForwardedTls, tlsHeaders } from '../security/tls-headers.ts';
import { sharedAuthSettings, type AuthSettings } from './auth-settings.ts';
import { authCookies } from './cookies.ts';
import { nextAuthOptions } from './next-auth-options.ts';
import { ownPath, signInPath } from './own-path.ts';
import { openSessionCookie } from './session-cookie.ts';
import type { SignInRefusal } from './sign-in-refusal.ts';

/** What of next-auth is used. Its `_log` would let anybody write to ours. */
const ACTIONS = ['csrf', 'session', 'providers', 'signin', 'signout', 'callback', 'error'];
const FORM = 'application/x-www-form-urlencoded';
const MOST_BYTES = 16 * 1_024;

const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': DATA_POLICY,
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

interface AuthContext {
  params: Promise<{ nextauth: string[] }>;
}

/** Answers everything below /api/auth: next-auth does, within the bounds that are set here. */
export async function answerAuth(request: NextRequest, context: AuthContext): Promise<Response> {
  const settings = sharedAuthSettings();
  const { nextauth } = await context.params;
  const refusal = refusalOf(request, nextauth, settings);
  const response = refusal
    ? Response.json({ code: refusal.code }, { status: refusal.status })
    : await answer(request, context, settings);
  const headers = new Headers(response.headers);
  const secure = isForwardedTls(request.headers.get('x-forwarded-proto'));
  const all = { ...HEADERS, ...tlsHeaders(secure) };
  for (const [name, value] of Object.entries(all)) headers.set(name, value);
  return new Response(response.body, { status: response.status, headers });
}

/** Null: next-auth may see it. */
function refusalOf(
  { method, headers }: NextRequest,
  [action = '']: string[],
  { publicUrl }: AuthSettings,
): { code: string; status: number } | null {
  if (!ACTIONS.includes(action)) return { code: 'not_found', status: 404 };
  if (method !== 'POST') return null;
  const site = headers.get('sec-fetch-site');
  const origin = headers.get('origin') ?? publicUrl;
  const isElsewhere = site === null ? origin !== publicUrl : site.endsWith('-site');
  if (isElsewhere) return { code: 'wrong_address', status: 403 };
  if (headers.get('content-type')?.split(';')[0] !== FORM) {
    return { code: 'unsupported_media_type', status: 415 };
  }
  const isLarge = Number(headers.get('content-length') ?? Infinity) > MOST_BYTES;
  return isLarge ? { code: 'body_too_large', status: 413 } : null;
}

async function answer(
  request: NextRequest,
  context: AuthContext,
  settings: AuthSettings,
): Promise<Response> {
  const api = hostedApi();
  if (!api) throw new Error('Nobody has set the API of this process: see instrumentation.ts.');
  const form = request.method === 'POST' ? new URLSearchParams(await request.clone().text()) : null;
  const isSignIn = form !== null && request.nextUrl.pathname.includes('/callback/');
  const busy = isSignIn ? api.signInRefusal() : null;
  if (isSignIn && busy) return refuse(busy, form, []);
  const { name } = authCookies(settings.secure).sessionToken;
  const before = await openSessionCookie(request.cookies.get(name)?.value, settings.secrets);
  let attempt: SignInRefusal | 'success' | null = null;
  const header = (key: string): string | undefined => request.headers.get(key) ?? undefined;
  const options = nextAuthOptions({
    settings,
    api,
    client: {
      address: settings.clientAddress(peerAddress(), header),
      userAgent: header('user-agent') ?? null,
    },
    onAttempt(refusal) {
      attempt = refusal ?? 'success';
    },
  });
  const response = (await NextAuth(returningToUs(request, form), context, options)) as Response;

  if (!isSignIn) return response;
  const outcome = attempt as SignInRefusal | 'success' | null;
  if (outcome === 'success') {
    // One browser, one session.
    if (before) await api.signOut(before);
    return response;
  }
  // Without an attempt, next-auth found that the token of the form was not the cookie's.
  return refuse(outcome ?? { code: 'form_expired' }, form, response.headers.getSetCookie());
}

/** The same, but leading nowhere else: next-auth meets a hostile address with a failure of its own. */
function returningToUs(request: NextRequest, form: URLSearchParams | null): NextRequest {
  const url = new URL(request.url);
  for (const members of [url.searchParams, form]) {
    const target = members?.get('callbackUrl');
    if (typeof target === 'string') members?.set('callbackUrl', ownPath(target));
  }
  const { method, headers } = request;
  return new NextRequest(url, { method, headers, ...(form ? { body: form.toString() } : {}) });
}

/** For a script as data; for a plain form as the page, which says it. */
function refuse(refusal: SignInRefusal, form: URLSearchParams, cookies: string[]): Response {
  const { code, attemptsLeft, retryAfterSeconds } = refusal;
  const known = Object.entries({ code, attemptsLeft, retryAfterSeconds }).flatMap(
    ([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]]),
  );
  const headers = new Headers(cookies.map((cookie): [string, string] => ['Set-Cookie', cookie]));
  if (retryAfterSeconds !== undefined) headers.set('Retry-After', String(retryAfterSeconds));
  if (form.get('json') === 'true') {
    const status = code in PROBLEMS ? PROBLEMS[code as keyof typeof PROBLEMS].status : 403;
    return Response.json({ code, attemptsLeft, retryAfterSeconds }, { status, headers });
  }
  headers.set('Location', signInPath(form.get('callbackUrl'), Object.fromEntries(known)));
  return new Response(null, { status: 303, headers });
}
