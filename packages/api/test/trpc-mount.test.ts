import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { detections, logIn, type LoggedIn } from './support.ts';

const TRPC = '/api/v1/trpc';

interface Answer {
  result?: { data: { total?: number } };
  error?: { data: { problem: { code: string } } };
}

const inUrl = (input: unknown): string => `?input=${encodeURIComponent(JSON.stringify(input))}`;

test('a refusal has the headers that it has over REST, in a batch too', async () => {
  const { call } = await logIn();
  const open = await call(`${TRPC}/users.me`, { token: null });
  expect(open.status).toBe(401);
  expect(open.headers.get('www-authenticate')).toBe('Bearer realm="intellisite"');
  const forged = await call(`${TRPC}/users.me,stats.counts?batch=1`, { token: 'a.b.c' });
  expect(forged.status).toBe(401);
  expect(forged.headers.get('www-authenticate')).toBe(
    'Bearer realm="intellisite", error="invalid_token"',
  );
  const fine = await call(`${TRPC}/users.me`);
  expect(fine.headers.get('www-authenticate')).toBeNull();
  expect(fine.headers.get('retry-after')).toBeNull();
});

describe('in the log, as over REST, is', () => {
  /** What it says about a request, but for that it was answered. */
  async function lines({ api, call }: LoggedIn, path: string, token?: string): Promise<unknown[]> {
    const id = randomUUID();
    const response = await call(path, {
      headers: { 'x-request-id': id },
      ...(token === undefined ? {} : { token }),
    });
    await response.body?.cancel();
    return api.logged
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ requestId, msg }) => requestId === id && msg !== 'answered');
  }

  test('what nobody expected, with its stack', async () => {
    const loggedIn = await logIn();
    await loggedIn.installation.pool.query('ALTER TABLE service_instances RENAME TO gone');
    const expected = {
      level: 'error',
      code: 'internal',
      err: { message: expect.stringContaining('service_instances') as string },
    };
    expect(await lines(loggedIn, '/api/v1/system')).toMatchObject([
      { ...expected, route: '/system' },
    ]);
    expect(await lines(loggedIn, `${TRPC}/system.status`)).toMatchObject([
      { ...expected, route: `${TRPC}/system.status` },
    ]);
  });

  test('what was refused, with who asked; each call of a batch', async () => {
    const loggedIn = await logIn();
    const refused = { level: 'info', code: 'token_invalid', address: '127.0.0.1' };
    expect(await lines(loggedIn, '/users/me', 'a.b.c')).toMatchObject([refused]);
    expect(await lines(loggedIn, `${TRPC}/users.me,stats.counts?batch=1`, 'a.b.c')).toMatchObject([
      { ...refused, route: `${TRPC}/users.me` },
      { ...refused, route: `${TRPC}/stats.counts` },
    ]);
    expect(await lines(loggedIn, `${TRPC}/users.nobody`)).toMatchObject([
      { code: 'not_found', route: TRPC },
    ]);
  });
});

test('a login that was tried too often is told when to come back', async () => {
  const { call } = await logIn();
  const guess = () =>
    call(`${TRPC}/auth.token`, {
      method: 'POST',
      body: { username: 'admin', password: 'a wrong password' },
      token: null,
    });
  for (let i = 0; i < 10; i++) expect((await guess()).status).toBe(401);
  const refused = await guess();
  expect(refused.status).toBe(429);
  const seconds = Number(refused.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(900);
});

test('a query that is too long for a URL is answered as a POST; a change is never a GET', async () => {
  const { installation, call } = await logIn();
  await installation.log.ingest(detections(8));
  const make = [
    'Toyota',
    ...Array.from({ length: 99 }, (_, i) => `nobody ${String(i)}`.repeat(20)),
  ];
  const posted = await call(`${TRPC}/detections.list`, { method: 'POST', body: { make } });
  expect(posted.status).toBe(200);
  expect(((await posted.json()) as Answer).result?.data.total).toBe(2);
  const batch = await call(`${TRPC}/detections.list,stats.counts?batch=1`, {
    method: 'POST',
    body: { 0: { make }, 1: { make } },
  });
  expect(((await batch.json()) as Answer[]).map(({ result }) => result?.data.total)).toEqual([
    2, 2,
  ]);

  const change = await call(`${TRPC}/auth.logout${inUrl({})}`);
  expect(change.status).toBe(405);
  expect(((await change.json()) as Answer).error?.data.problem.code).toBe('method_not_allowed');
  expect((await call(`${TRPC}/users.me`)).status).toBe(200);
});

test('a batch of more calls than a page makes is refused', async () => {
  const { call } = await logIn();
  const paths = (count: number) => Array.from({ length: count }, () => 'users.me').join(',');
  expect((await call(`${TRPC}/${paths(20)}?batch=1`)).status).toBe(200);
  expect((await call(`${TRPC}/${paths(21)}?batch=1`)).status).toBe(400);
});
