import { eventually } from '@intellisite/service/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, logIn, type Answer, type Question } from './support/ask.ts';
import { openEvents } from './support/event-client.ts';
import { createInstallation, METRICS_TOKEN, type Installation } from './support/installation.ts';
import type { RunningServer } from './support/server-process.ts';

const ALERTS = 120;
const PASSWORD = 'correct horse battery staple';

let installation: Installation;
/** The API ahead of Next, and the API within Next. */
let mounts: [RunningServer, RunningServer];
let admin: string;
let viewer: string;

beforeAll(async () => {
  installation = await createInstallation();
  installation.startIndexer();
  await installation.sendSuspicious(ALERTS);
  await installation.send('no detection');
  const ahead = await installation.startWeb();
  // The second finds the admin and the secret of the first.
  mounts = [ahead, await installation.startNext()];
  admin = await logIn(ahead.url, 'admin', installation.adminPassword());
  await ask(ahead.url, post('/users', { username: 'jo', password: PASSWORD }, admin));
  viewer = await logIn(ahead.url, 'jo', PASSWORD);
  await eventually('all is indexed', async () => {
    const { body } = await ask(ahead.url, get('/api/v1/system', admin));
    const { alerts, quarantined } = JSON.parse(body) as { alerts: number; quarantined: number };
    return alerts === ALERTS && quarantined === 1 ? alerts : null;
  });
}, 300_000);

afterAll(() => installation.stop());

function get(path: string, token?: string, headers: Record<string, string> = {}): Question {
  return { path, headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers } };
}

function post(path: string, body: unknown, token?: string, method = 'POST'): Question {
  const { headers } = get(path, token);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    method,
    path,
    headers: { 'content-type': 'application/json', ...headers },
    body: text,
  };
}

/** Of the connection, of Next's own router, or another one for each answer. */
const INCOMPARABLE = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'transfer-encoding',
  'vary',
  'x-request-id',
]);
const VARYING = /"(requestId|access_token|refresh_token|lastUsedAt|startedAt|id)":"[^"]*"/g;

/** What of an answer must not depend on the mount. */
function essence({ status, headers, body }: Answer) {
  return {
    status,
    headers: Object.fromEntries(
      Object.entries(headers).filter(([name]) => !INCOMPARABLE.has(name)),
    ),
    body: body.replaceAll(VARYING, '"$1":"..."'),
  };
}

async function askBoth(question: Question) {
  return await Promise.all(mounts.map(async ({ url }) => essence(await ask(url, question))));
}

const uuid = '00000000-0000-4000-8000-000000000000';

describe('both mounts answer the same', () => {
  const questions: [string, () => Question][] = [
    ['a page of detections', () => get('/api/v1/detections?limit=7&skip=3', viewer)],
    ['the same without the prefix', () => get('/detections?limit=7&skip=3', viewer)],
    [
      'filters with spaces, quotes, umlauts',
      () => get('/detections?make=%22a+b%22,%C3%BC%2B&year=2001..2009', viewer),
    ],
    ['an old state', () => get('/detections?asOf=50&order=oldest', viewer)],
    ['one detection', () => get('/detections/1', viewer)],
    ['one that is not there', () => get('/detections/999999', viewer)],
    ['an export as CSV', () => get('/detections/export?format=csv&make=Toyota', viewer)],
    ['an export as NDJSON', () => get('/api/v1/detections/export?format=ndjson', viewer)],
    ['counts', () => get('/stats?by=make', viewer)],
    [
      'a timeline',
      () =>
        get(
          '/stats/timeline?interval=day&tz=Asia/Tokyo&from=2026-01-01T00:00:00Z&to=2026-01-08T00:00:00Z',
          viewer,
        ),
    ],
    ['suggestions', () => get('/vehicles/suggest?field=make&q=to', viewer)],
    ['a page of alerts', () => get('/api/v1/alerts?limit=5', viewer)],
    ['one alert', () => get('/api/v1/alerts/1', viewer)],
    ['oneself', () => get('/users/me', viewer)],
    ['sessions', () => get('/sessions', viewer)],
    ['users', () => get('/users?limit=1', admin)],
    ['quarantine', () => get('/quarantine', admin)],
    [
      'a login with a form',
      () => ({
        method: 'POST',
        path: '/login',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `username=jo&password=${encodeURIComponent(PASSWORD)}&grant_type=password`,
      }),
    ],
    ['a wrong password', () => post('/login', { username: 'nobody', password: 'wrong' })],
    ['what only an admin may', () => get('/users', viewer)],
    ['no token', () => get('/detections')],
    ['a token of somebody else', () => get('/detections', 'eyJhbGciOiJub25lIn0.e30.')],
    ['an unknown parameter', () => get('/detections?colour=red', viewer)],
    ['a repeated parameter', () => get('/detections?limit=1&limit=2', viewer)],
    ['a wrong parameter', () => get('/api/v1/detections?limit=0&skip=-1&from=yesterday', viewer)],
    ['sense refused', () => get('/detections?asOf=99999999', viewer)],
    ['JSON that is none', () => post('/login', '{"username": ')],
    ['an empty body', () => post('/users', '', admin)],
    [
      'a wrong content type',
      () => ({
        ...post('/users', 'x', admin),
        headers: { 'content-type': 'text/plain', authorization: `Bearer ${admin}` },
      }),
    ],
    [
      'a body beyond any use',
      () => post('/login', { username: 'x'.repeat(60_000), password: 'x' }),
    ],
    ['a missing member', () => post('/users', { username: 'al' }, admin)],
    [
      'a taken name',
      () => post('/users', { username: 'jo', password: 'another long password' }, admin),
    ],
    ['a change of nobody', () => post(`/users/${uuid}`, { role: 'admin' }, admin, 'PATCH')],
    ['a path that is none', () => get('/api/v1/nothing', viewer)],
    ['one below a call', () => get('/detections/1/2/3', viewer)],
    ['one outside the version', () => get('/api/v2/detections', viewer)],
    ['a slash too many', () => get('/detections/', viewer)],
    ['a wrong method', () => post('/detections', {}, viewer)],
    ['another one', () => post('/api/v1/stats', {}, viewer, 'PUT')],
    ['HEAD', () => ({ ...get('/detections', viewer), method: 'HEAD' })],
    ['HEAD of what is not there', () => ({ ...get('/api/v1/none', viewer), method: 'HEAD' })],
    ['OPTIONS', () => ({ path: '/users', method: 'OPTIONS' })],
    [
      'OPTIONS of another origin',
      () => ({
        path: '/api/v1/detections',
        method: 'OPTIONS',
        headers: { origin: 'https://other.example', 'access-control-request-method': 'GET' },
      }),
    ],
    ['the document', () => get('/openapi.json')],
    ['the documentation', () => get('/docs')],
    ['its script', () => get('/docs/swagger-ui-bundle.js')],
    ['health', () => get('/health')],
    [
      'tRPC',
      () => get(`/api/v1/trpc/stats.count?input=${encodeURIComponent('{"by":"make"}')}`, viewer),
    ],
    [
      'metrics for whoever has no token',
      () => get('/metrics', undefined, { 'x-forwarded-for': '192.0.2.1' }),
    ],
  ];

  test.each(questions)('%s', async (_, question) => {
    const [ahead, within] = await askBoth(question());
    expect(within).toEqual(ahead);
    expect(ahead?.status).toBeLessThan(500);
  });

  test('304 to who has the answer', async () => {
    const [ahead] = await askBoth(get('/stats?by=model', viewer));
    const etag = String(ahead?.headers.etag);
    const answers = await askBoth(get('/stats?by=model', viewer, { 'if-none-match': etag }));
    expect(answers.map(({ status }) => status)).toEqual([304, 304]);
    expect(answers[1]).toEqual(answers[0]);
  });

  test('a question with a new resource', async () => {
    const answers = await Promise.all(
      mounts.map(({ url }, index) =>
        ask(url, post('/users', { username: `user-${String(index)}`, password: PASSWORD }, admin)),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  });
});

describe('both mounts stream the same', () => {
  test('the whole history, then what is new', async () => {
    const streams = await Promise.all(
      mounts.map(({ url }) => openEvents(url, viewer, { lastEventId: 0 })),
    );
    const [ahead, within] = streams;
    expect(within?.status).toBe(200);
    expect(essence({ ...within!, body: '' })).toEqual(essence({ ...ahead!, body: '' }));
    await installation.sendSuspicious(3);
    const all = Array.from({ length: ALERTS + 3 }, (_, index) => String(index + 1));
    for (const stream of streams) {
      await eventually('all alerts have come', () =>
        stream.ids().length < all.length ? null : true,
      );
      expect(stream.ids()).toEqual(all);
    }
    expect(within?.events()).toEqual(ahead?.events());
    for (const stream of streams) stream.close();
  });

  test('from where a client was, and a reset when that is not there', async () => {
    for (const { url } of mounts) {
      const resumed = await openEvents(url, viewer, { lastEventId: ALERTS });
      await eventually('the missed ones have come', () => (resumed.ids().length < 3 ? null : true));
      expect(resumed.ids()).toEqual([ALERTS + 1, ALERTS + 2, ALERTS + 3].map(String));
      resumed.close();
      const ahead = await openEvents(url, viewer, { lastEventId: 1_000_000 });
      await eventually('it says so', () => (ahead.text().includes('event: reset') ? true : null));
      ahead.close();
    }
  });

  test('and notice that a client has gone', async () => {
    for (const { url } of mounts) {
      const open = async (): Promise<string | undefined> => {
        const { body } = await ask(url, get('/metrics', METRICS_TOKEN));
        return /^intellisite_streams_open(?:\{[^}]*\})? (\d+)$/m.exec(body)?.[1];
      };
      const stream = await openEvents(url, viewer, {});
      await eventually('it counts', async () => ((await open()) === '1' ? true : null));
      stream.close();
      await eventually('it is gone', async () => ((await open()) === '0' ? true : null));
    }
  });

  test('and end it politely when they stop', async () => {
    for (const server of mounts) {
      const stream = await openEvents(server.url, viewer, {});
      const begun = Date.now();
      // Next ends with the number of the signal, ours with success.
      expect([0, 143]).toContain(await server.stop());
      expect(Date.now() - begun).toBeLessThan(10_000);
      await stream.ended;
      expect(stream.text()).toMatch(/event: end\n(?:.*\n)*data: \{"reason":"shutdown"\}\n\n$/);
    }
  });
});
