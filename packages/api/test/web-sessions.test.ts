import type { SessionList, User } from '@intellisite/contracts';
import { expect, test } from 'vitest';
import type { ReadSession, WebSession } from '../src/auth/web-session.ts';
import type { SignedIn } from '../src/auth/web-sign-in.ts';
import type { TestApi, TestInstallation } from '../src/testing.ts';
import { call, createInstallation, problemOf, tokensFor } from './support.ts';

const CLIENT = { address: '192.0.2.7', userAgent: 'Firefox' };
const OWN = 'http://localhost:3000';
const FROM_OWN_PAGE = { 'sec-fetch-site': 'same-origin' };
const DAY_MS = 86_400_000;

/** A host whose cookie is the session itself, in the clear. */
const readSession: ReadSession = (request) => {
  const kept = /(?:^|; )session=([^;]+)/.exec(request.header('cookie') ?? '')?.[1];
  const session = kept === undefined ? null : (JSON.parse(atob(kept)) as WebSession);
  return Promise.resolve(session && session.expiresAt > Date.now() ? session : null);
};

function cookieOf({ sessionId, expiresAt }: WebSession): string {
  return `theme=dark; session=${btoa(JSON.stringify({ sessionId, expiresAt }))}`;
}

async function signIn({ signIn: enter }: TestApi, credentials: TestInstallation['admin']) {
  const answer = await enter(credentials, CLIENT);
  if (!answer.signedIn) throw new Error(answer.code);
  return answer.session;
}

interface SignedInAdmin {
  installation: TestInstallation;
  api: TestApi;
  session: SignedIn;
  /** A call of a page that has the cookie. */
  ask: (target: string, headers?: Record<string, string>, method?: string) => Promise<Response>;
}

async function signedIn(): Promise<SignedInAdmin> {
  const installation = await createInstallation();
  const api = await installation.startApi({ readSession });
  const session = await signIn(api, installation.admin);
  return {
    installation,
    api,
    session,
    ask: (target, headers = FROM_OWN_PAGE, method = 'GET') =>
      call(api.url, target, { method, headers: { cookie: cookieOf(session), ...headers } }),
  };
}

async function expectProblem(response: Response, code: string, why?: string): Promise<void> {
  expect((await problemOf(response)).code, why).toBe(code);
}

test('a sign-in opens a session that speaks for its user in REST and tRPC alike', async () => {
  const { installation, session, ask } = await signedIn();
  expect(session).toMatchObject({ username: 'admin', role: 'admin' });
  const daysLeft = (session.expiresAt - Date.now()) / DAY_MS;
  expect(daysLeft).toBeGreaterThan(29.9);
  expect(daysLeft).toBeLessThanOrEqual(30);
  const me = (await (await ask('/api/v1/users/me')).json()) as User;
  expect(me).toMatchObject({ id: session.userId, username: installation.admin.username });
  const batch = await ask('/api/v1/trpc/users.me,sessions.list?batch=1');
  expect(await batch.json()).toMatchObject([
    { result: { data: { id: session.userId } } },
    { result: { data: { size: 1 } } },
  ]);
});

test('the cookie counts only for requests of our own pages', async () => {
  const { ask } = await signedIn();
  const own: Record<string, string>[] = [
    { 'sec-fetch-site': 'same-origin' },
    { origin: OWN },
    { referer: `${OWN}/dashboard/alerts?make=Kia` },
  ];
  for (const headers of own) {
    const response = await ask('/api/v1/users/me', headers);
    expect(response.status, JSON.stringify(headers)).toBe(200);
  }
  const others: Record<string, string>[] = [
    {},
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': 'cross-site', origin: OWN, referer: `${OWN}/` },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: `${OWN}.evil.example`, referer: `${OWN}/` },
    { origin: 'http://localhost:3001' },
    { referer: `https://evil.example/?${OWN}/` },
    { referer: 'nonsense' },
  ];
  for (const headers of others) {
    const why = JSON.stringify(headers);
    await expectProblem(await ask('/api/v1/users/me', headers), 'token_missing', why);
    const stream = await ask('/api/v1/alerts/stream', headers);
    await expectProblem(stream, 'token_missing', why);
    const trpc = await ask('/api/v1/trpc/users.me', headers);
    expect([trpc.status, await trpc.text()], why).toEqual([
      401,
      expect.stringContaining('"token_missing"'),
    ]);
  }
  const write = await ask('/api/v1/auth/logout', { origin: 'https://evil.example' }, 'POST');
  await expectProblem(write, 'token_missing');
  expect((await ask('/api/v1/users/me')).status).toBe(200);
});

test('the cookie counts only below /api/v1, and never beside a token', async () => {
  const { installation, api, ask } = await signedIn();
  for (const path of ['/users/me', '/sessions', '/detections', '/alerts', '/system']) {
    await expectProblem(await ask(path), 'token_missing', path);
  }
  for (const authorization of ['Bearer abc', 'Basic abc', '']) {
    const response = await ask('/api/v1/users/me', { ...FROM_OWN_PAGE, authorization });
    expect(response.status, authorization).toBe(401);
  }
  const { access_token } = await tokensFor(api, installation.admin);
  const both = await ask('/api/v1/sessions', {
    ...FROM_OWN_PAGE,
    authorization: `Bearer ${access_token}`,
  });
  const { data } = (await both.json()) as SessionList;
  expect(data.map(({ kind, current }) => [kind, current]).sort()).toEqual([
    ['api', true],
    ['web', false],
  ]);
});

test('a host without sessions of its own takes no cookie', async () => {
  const { installation, session } = await signedIn();
  const api = await installation.startApi();
  const response = await call(api.url, '/api/v1/users/me', {
    headers: { ...FROM_OWN_PAGE, cookie: cookieOf(session) },
  });
  await expectProblem(response, 'token_missing');
});

test('the session is refused at once on every instance, however it has ended', async () => {
  const { installation, api, session, ask } = await signedIn();
  const other = await installation.startApi({ readSession });
  const token = (await tokensFor(api, installation.admin)).access_token;
  const byToken = (target: string, method: string): Promise<Response> =>
    call(other.url, target, { method, token });
  const ends: [string, (own: SignedIn) => Promise<unknown>][] = [
    ['signed out', ({ userId, sessionId }) => api.signOut({ userId, sessionId })],
    ['ended in the list', ({ sessionId }) => byToken(`/api/v1/sessions/${sessionId}`, 'DELETE')],
    [
      'logged out by the page',
      (own) =>
        call(other.url, '/api/v1/auth/logout', {
          method: 'POST',
          headers: { ...FROM_OWN_PAGE, cookie: cookieOf(own) },
        }),
    ],
  ];
  for (const [name, end] of ends) {
    const own = await signIn(api, installation.admin);
    const headers = { ...FROM_OWN_PAGE, cookie: cookieOf(own) };
    const asked = () =>
      Promise.all([api, other].map(({ url }) => call(url, '/api/v1/users/me', { headers })));
    expect((await asked()).map(({ status }) => status)).toEqual([200, 200]);
    expect(await other.findSession(own)).toMatchObject({ userId: own.userId, role: 'admin' });
    await end(own);
    for (const response of await asked()) await expectProblem(response, 'session_ended', name);
    expect(await other.findSession(own), name).toBeNull();
  }
  // The first one goes on.
  expect((await ask('/api/v1/users/me')).status).toBe(200);
  expect(await api.findSession(session)).not.toBeNull();
});

test('a stream of the dashboard ends with its session', async () => {
  const { api, session, ask } = await signedIn();
  const stream = await ask('/api/v1/alerts/stream');
  expect(stream.headers.get('content-type')).toBe('text/event-stream');
  await api.signOut(session);
  expect(await stream.text()).toMatch(
    /event: end\n(?:retry: \d+\n)?data: {"reason":"session_ended"}/,
  );
});

test('a cookie that has expired is none', async () => {
  const { api, session } = await signedIn();
  const response = await call(api.url, '/api/v1/users/me', {
    headers: { ...FROM_OWN_PAGE, cookie: cookieOf({ ...session, expiresAt: Date.now() - 1 }) },
  });
  await expectProblem(response, 'token_missing');
});

test('a refused sign-in says how many attempts are left, then how long to wait', async () => {
  const { installation, api } = await signedIn();
  const guess = (username: string) => api.signIn({ username, password: 'a wrong guess' }, CLIENT);
  for (const username of [installation.admin.username, 'nobody']) {
    for (let left = 9; left >= 0; left--) {
      expect(await guess(username)).toEqual({
        signedIn: false,
        code: 'invalid_credentials',
        attemptsLeft: left,
      });
    }
    const refused = await guess(username);
    expect(refused).toMatchObject({ signedIn: false, code: 'rate_limited' });
    const { retryAfterSeconds = 0 } = refused as { retryAfterSeconds?: number };
    expect(retryAfterSeconds).toBeGreaterThan(800);
    expect(retryAfterSeconds).toBeLessThanOrEqual(900);
  }
  // The login of programs shares the count.
  const login = await call(api.url, '/api/v1/auth/token', {
    method: 'POST',
    body: { ...installation.admin, password: 'a wrong guess' },
  });
  expect(login.status).toBe(401);
  const audited = api.logged.filter((line) => line.includes('"audit"'));
  expect(audited.join('')).not.toContain('a wrong guess');
  expect(audited.filter((line) => line.includes('login_refused'))).toHaveLength(2);
});

test('a sign-in while the server stops is an answer, too', async () => {
  const { installation, api, session } = await signedIn();
  await api.stop();
  expect(await api.signIn(installation.admin, CLIENT)).toMatchObject({
    signedIn: false,
    code: 'stopping',
  });
  await expect(api.findSession(session)).rejects.toMatchObject({ code: 'stopping' });
});
