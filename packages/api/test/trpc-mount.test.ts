import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { AppError } from '../src/errors/app-error.ts';
import { createFetchHandler } from '../src/http/fetch-adapter.ts';
import { createTrpcMount } from '../src/rest/trpc-mount.ts';
import { appRouter } from '../src/routers/app-router.ts';
import { detections, logIn, problemOf, type LoggedIn } from './support.ts';

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

test('what needs a login, and why it was refused, is kept by no cache', async () => {
  const { call } = await logIn();
  for (const token of [undefined, 'a.b.c']) {
    for (const path of [`${TRPC}/users.me`, `${TRPC}/users.me,stats.counts?batch=1`]) {
      const { headers } = await call(path, token === undefined ? {} : { token });
      expect(headers.get('cache-control'), path).toBe('no-store');
    }
  }
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

test('a batch of more calls than a page makes is refused, however its commas are written', async () => {
  const { call } = await logIn();
  const ask = (count: number, comma: string) =>
    call(`${TRPC}/${Array.from({ length: count }, () => 'users.me').join(comma)}?batch=1`);
  for (const comma of [',', '%2C', '%2c']) {
    expect((await ask(20, comma)).status, comma).toBe(200);
    const refused = await ask(21, comma);
    expect([refused.status, (await problemOf(refused)).code], comma).toEqual([
      400,
      'invalid_request',
    ]);
  }
});

test('a path whose escapes are no text is refused', async () => {
  const { call } = await logIn();
  const refused = await problemOf(await call(`${TRPC}/users.me%ff`));
  expect(refused).toMatchObject({ code: 'invalid_request', errors: [{ member: 'path' }] });
});

test('a call that is refused whatever it says is refused however its name is written', async () => {
  const mount = createTrpcMount({
    router: appRouter,
    createContext() {
      throw new AppError('internal');
    },
    admit(procedure) {
      if (procedure === 'auth.token') throw new AppError('busy');
    },
    logFailure: () => undefined,
  });
  const ask = createFetchHandler({ handle: mount, trustProxy: false });
  const names = ['auth.token', 'auth%2Etoken', '%61uth.token', 'users.me,auth.token'];
  for (const name of [...names, 'users.me%2cauth.token']) {
    const request = new Request(`http://localhost${TRPC}/${name}`, { method: 'POST' });
    await expect(ask(request), name).rejects.toMatchObject({ code: 'busy' });
  }

  const { installation, call } = await logIn();
  for (const name of ['/auth.token', 'auth.token/']) {
    const body = installation.admin;
    expect((await call(`${TRPC}/${name}`, { method: 'POST', body })).status, name).toBe(404);
  }
});
