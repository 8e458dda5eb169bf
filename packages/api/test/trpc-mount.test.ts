import { expect, test } from 'vitest';
import { detections, logIn } from './support.ts';

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
