import { describe, expect, test } from 'vitest';
import { call, createInstallation, detections, logIn, problemOf } from './support.ts';

const WITHOUT_PREFIX = [
  '/users',
  '/users/me',
  '/sessions',
  '/detections?limit=3&make=Toyota',
  '/detections/1',
  '/detections/export?format=ndjson',
  '/stats?by=category',
  '/stats/timeline?interval=day&from=2026-01-01T00:00:00Z&to=2026-01-03T00:00:00Z',
  '/vehicles/suggest?field=make&q=t',
  '/alerts/1',
  '/quarantine',
  '/detections?limit=0',
  '/detections/0',
  '/detections/999',
];

describe('existing clients', () => {
  test('are answered without the prefix as with it', async () => {
    const { installation, call: ask } = await logIn();
    await installation.log.ingest(detections(40));
    const headers = { 'x-request-id': 'the-same-twice' };
    for (const target of WITHOUT_PREFIX) {
      const [short, long] = await Promise.all([
        ask(target, { headers }),
        ask(`/api/v1${target}`, { headers }),
      ]);
      expect(short.status, target).toBe(long.status);
      expect(comparable(short), target).toEqual(comparable(long));
      expect(await short.text(), target).toBe(await long.text());
    }
  });

  test('log in at /login and find the stream at /alerts', async () => {
    const { installation, api, call: ask } = await logIn();
    await installation.log.ingest(detections(4));
    const login = await call(api.url, '/login', { method: 'POST', body: installation.admin });
    expect(await login.json()).toMatchObject({ token_type: 'bearer', expires_in: 3_600 });
    for (const target of ['/alerts?lastEventId=0', '/api/v1/alerts/stream?lastEventId=0']) {
      const stream = await ask(target);
      expect(stream.headers.get('content-type'), target).toBe('text/event-stream');
      expect(await readUntil(stream, '\n\n'), target).toMatch(/^retry: \d+\n/);
    }
    const list = await ask('/api/v1/alerts');
    expect(list.headers.get('content-type')).toBe('application/json');
  });

  test.each([
    ['application/x-www-form-urlencoded', (form: URLSearchParams) => form],
    ['multipart/form-data', (form: URLSearchParams) => toFormData(form)],
  ])('log in by the OAuth2 password form as %s', async (_type, bodyOf) => {
    const { installation, api } = await logIn();
    const form = new URLSearchParams({
      ...installation.admin,
      grant_type: 'password',
      scope: '',
      client_id: 'a client',
      client_secret: 'a secret',
    });
    const post = (fields: URLSearchParams) =>
      fetch(`${api.url}/login`, { method: 'POST', body: bodyOf(fields) });
    expect((await post(form)).status).toBe(200);
    form.set('password', 'another');
    const wrong = await post(form);
    expect([wrong.status, (await problemOf(wrong)).code]).toEqual([401, 'invalid_credentials']);
    form.delete('password');
    form.set('pasword', 'x');
    const misspelt = await problemOf(await post(form));
    expect(misspelt.errors?.map(({ member }) => member)).toEqual(['password', 'pasword']);
  });
});

describe('every answer', () => {
  const TARGETS: [target: string, status: number][] = [
    ['/api/v1/users/me', 200],
    ['/api/v1/detections?limit=0', 400],
    ['/api/v1/nothing', 404],
    ['/api/v2', 404],
    ['/openapi.json', 200],
    ['/health', 200],
    ['/ready', 200],
    ['/metrics', 200],
  ];

  test('tells browsers to take nothing for what it is not', async () => {
    const { call: ask } = await logIn();
    for (const [target, status] of TARGETS) {
      const response = await ask(target);
      expect(response.status, target).toBe(status);
      expect(Object.fromEntries(response.headers), target).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'") as string,
        'cache-control': expect.stringMatching(/no-store|no-cache/) as string,
      });
      expect(response.headers.has('strict-transport-security'), target).toBe(false);
    }
  });

  test('asks for TLS from then on where the client speaks it, as a trusted proxy says', async () => {
    const installation = await createInstallation();
    const trusting = await installation.startApi({ changes: { TRUST_PROXY: true } });
    const plain = await installation.startApi();
    const headers = { 'x-forwarded-proto': 'https' };
    const secure = await call(trusting.url, '/health', { headers });
    expect(secure.headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/);
    const pretended = await call(plain.url, '/health', { headers });
    expect(pretended.headers.has('strict-transport-security')).toBe(false);
  });

  test('has the id of its request, which the log and the problem have too', async () => {
    const { api, call: ask } = await logIn();
    const given = 'integrator-7:4711';
    const response = await ask('/api/v1/detections/99', { headers: { 'x-request-id': given } });
    expect(response.headers.get('x-request-id')).toBe(given);
    expect((await problemOf(response)).requestId).toBe(given);
    const logged = api.logged.filter((line) => line.includes(`"requestId":"${given}"`));
    expect(logged.join('')).toContain('"code":"not_found"');
    for (const unfit of ['short', 'a b c d e f g', 'x'.repeat(65), '{"$ne":null}']) {
      const own = await ask('/health', { headers: { 'x-request-id': unfit } });
      expect(own.headers.get('x-request-id'), unfit).toMatch(/^[\da-f]{8}-[\da-f-]{27}$/);
    }
  });
});

describe('pages of other origins', () => {
  const ORIGIN = 'https://dashboard.example';

  test('may read nothing unless they are named', async () => {
    const installation = await createInstallation();
    const closed = await installation.startApi();
    const open = await installation.startApi({ changes: { CORS_ORIGINS: [ORIGIN] } });
    const ask = (url: string, origin: string, method = 'GET') =>
      call(url, '/api/v1/users/me', { method, headers: { origin } });
    const cases: [url: string, origin: string, allowed: string | null][] = [
      [closed.url, ORIGIN, null],
      [open.url, 'https://elsewhere.example', null],
      [open.url, 'null', null],
      [open.url, ORIGIN, ORIGIN],
    ];
    for (const [url, origin, allowed] of cases) {
      for (const method of ['GET', 'OPTIONS']) {
        const { headers } = await ask(url, origin, method);
        expect(headers.get('access-control-allow-origin'), `${method} ${origin}`).toBe(allowed);
        expect(headers.has('access-control-allow-credentials')).toBe(false);
      }
    }
    const refused = await ask(open.url, ORIGIN);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('vary')).toBe('Origin');
    expect(refused.headers.get('access-control-expose-headers')).toContain('WWW-Authenticate');
    const preflight = await ask(open.url, ORIGIN, 'OPTIONS');
    expect([preflight.status, await preflight.text()]).toEqual([204, '']);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Authorization');
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PATCH');
  });
});

describe('a refusal says what to do:', () => {
  test('when to try again', async () => {
    const { api } = await logIn();
    const guess = () =>
      call(api.url, '/login', { method: 'POST', body: { username: 'nobody', password: 'x' } });
    for (let guesses = 0; guesses < 10; guesses += 1) expect((await guess()).status).toBe(401);
    const refused = await guess();
    expect([refused.status, (await problemOf(refused)).code]).toEqual([429, 'rate_limited']);
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(900);
  });

  test('how to prove who one is', async () => {
    const { api, call: ask } = await logIn();
    const challengeOf = (response: Response) => response.headers.get('www-authenticate');
    const missing = await ask('/api/v1/users/me', { token: null });
    expect(challengeOf(missing)).toBe('Bearer realm="intellisite"');
    const wrong = await ask('/api/v1/users/me', { token: 'x.y.z' });
    expect(challengeOf(wrong)).toBe('Bearer realm="intellisite", error="invalid_token"');
    const other = await ask('/api/v1/users/me', {
      token: null,
      headers: { authorization: 'Basic YTpi' },
    });
    expect([other.status, challengeOf(other)?.startsWith('Bearer ')]).toEqual([401, true]);
    const login = await call(api.url, '/login', {
      method: 'POST',
      body: { username: 'nobody', password: 'x' },
    });
    expect(challengeOf(login)).toBe('Bearer realm="intellisite"');
  });

  test('which methods there are', async () => {
    const { call: ask } = await logIn();
    const allowed: Record<string, string> = {
      '/api/v1/detections': 'HEAD, GET, OPTIONS',
      '/api/v1/users': 'HEAD, POST, GET, OPTIONS',
      '/api/v1/users/me': 'HEAD, GET, OPTIONS',
      '/api/v1/users/3f0c5f0e-6c0a-4d2b-9c43-0a7d7c1f5a11': 'PATCH, DELETE, OPTIONS',
      '/login': 'POST, OPTIONS',
      '/openapi.json': 'HEAD, GET, OPTIONS',
    };
    for (const [target, allow] of Object.entries(allowed)) {
      const refused = await ask(target, { method: 'PUT', body: {} });
      expect([refused.status, refused.headers.get('allow')], target).toEqual([405, allow]);
      expect((await problemOf(refused)).code, target).toBe('method_not_allowed');
    }
  });

  test('that a call takes no members, where it takes none', async () => {
    const { call: ask } = await logIn();
    for (const target of ['/users/me?x=1', '/sessions?x=1', '/system?x=1', '/auth/logout?x=1']) {
      const method = target.startsWith('/auth') ? 'POST' : 'GET';
      const problem = await problemOf(await ask(`/api/v1${target}`, { method }));
      expect(
        problem.errors?.map(({ member }) => member),
        target,
      ).toEqual(['x']);
    }
    const body = await ask('/api/v1/auth/logout', { method: 'POST', body: { all: true } });
    expect((await problemOf(body)).errors?.map(({ member }) => member)).toEqual(['all']);
  });
});

/** What of the headers says something about the answer. */
function comparable({ headers }: Response): Record<string, string> {
  const others = Object.fromEntries(headers);
  delete others.date;
  return others;
}

function toFormData(form: URLSearchParams): FormData {
  const data = new FormData();
  for (const [name, value] of form) data.append(name, value);
  return data;
}

/** The first of a stream, up to and with `end`; leaves it then. */
async function readUntil({ body }: Response, end: string): Promise<string> {
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = '';
  while (!text.includes(end)) {
    const { value, done } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return text;
}
