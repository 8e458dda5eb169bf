import { eventually } from '@intellisite/service/testing';
import { describe, expect, test } from 'vitest';
import type { EventSink } from '../src/http/event-sink.ts';
import { createWebEventStream } from '../src/http/web-event-stream.ts';
import { createStreamInstallation, KAFKA_ALONE, range, untilLive } from './stream-support.ts';
import { call, createInstallation, logIn, pipeline, problemOf, tokensFor } from './support.ts';

/** More than all buffers between server and client hold. */
const MANY = 60_000;

test('a slow client is behind, and catches up when it reads again', async () => {
  const { append, publish, startInstance } = await createStreamInstallation();
  const instance = await startInstance({ ...KAFKA_ALONE, ring: { alerts: 1_000 } });
  await untilLive(instance);
  const slow = await instance.connect();
  const healthy = await instance.connect();
  slow.pause();
  await append(MANY);
  await publish(MANY - 1);
  await healthy.until(MANY);
  expect(instance.streams.figures()).toMatchObject({ open: 2, stalled: 0, behind: 0 });
  slow.resume();
  await slow.until(MANY);
  expect(slow.numbers()).toEqual(range(1, MANY));
  expect(healthy.numbers()).toEqual(range(1, MANY));
  expect(instance.streams.figures().eventsSent).toBe(2 * MANY);
});

test('a client that takes nothing at all is dropped and counted', async () => {
  const { append, publish, startInstance } = await createStreamInstallation();
  const instance = await startInstance({ ...KAFKA_ALONE, stallMs: 200 });
  await untilLive(instance);
  const stalled = await instance.connect();
  const healthy = await instance.connect();
  stalled.pause();
  await append(MANY);
  await publish(MANY - 1);
  await healthy.until(MANY);
  await eventually('it is dropped', () => instance.streams.figures().stalled === 1 || null);
  await eventually('it is gone', () => instance.streams.figures().open === 1 || null);
  stalled.resume();
  expect(await stalled.ended).toEqual({ complete: false });
  const back = await instance.connect({ lastEventId: stalled.numbers().length });
  await back.until(MANY);
  expect([...stalled.numbers(), ...back.numbers()]).toEqual(range(1, MANY));
});

test('a client that takes a little from time to time is not dropped', async () => {
  const { append, startInstance, principal } = await createStreamInstallation();
  const stallMs = 120;
  const instance = await startInstance({ stallMs, lookEveryMs: 20 });
  const sink = createTricklingSink();
  const { signal } = new AbortController();
  const body = await instance.streams.prepare({ principal, signal });
  body.open(sink);
  await append(10);
  // Each look takes one byte, and comes well within the limit.
  const until = Date.now() + 5 * stallMs;
  await eventually('some time has passed', () => (Date.now() > until ? true : null));
  expect(instance.streams.figures()).toMatchObject({ open: 1, stalled: 0 });
  sink.stop();
  await eventually('it is dropped', () => sink.destroyed() || null);
  expect(instance.streams.figures()).toMatchObject({ open: 0, stalled: 1 });
});

test('a user has as many streams as the server allows, and takes none from others', async () => {
  const { startInstance, principal, newPrincipal } = await createStreamInstallation();
  const instance = await startInstance({ streamsPerUser: 2 });
  const first = await instance.connect();
  await instance.connect();
  const { signal } = new AbortController();
  await expect(instance.streams.prepare({ principal, signal })).rejects.toMatchObject({
    code: 'rate_limited',
    detail: expect.stringMatching(/2 alert streams open/) as string,
  });
  await expect(instance.streams.subscribe({ principal, signal })).rejects.toMatchObject({
    code: 'rate_limited',
  });
  await instance.connect({ principal: await newPrincipal() });

  first.close();
  await eventually('it has left', () => instance.streams.figures().open === 2 || null);
  await instance.connect();
  expect(instance.streams.figures().open).toBe(3);
});

test('a user who opens many at once has no more than one who opens them in turn', async () => {
  const installation = await createInstallation();
  const api = await installation.startApi({ changes: { STREAMS_PER_USER: 2 } });
  const { access_token: token } = await tokensFor(api, installation.admin);
  const answers = await Promise.all(
    range(1, 40).map(() => call(api.url, '/api/v1/alerts/stream', { token })),
  );
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(2);
  expect(statuses.filter((status) => status === 429)).toHaveLength(38);
  for (const { body } of answers) await body?.cancel();
});

describe('the place of a stream that never opened is free again, once', () => {
  test('when its client left before', async () => {
    const { startInstance, principal } = await createStreamInstallation();
    const instance = await startInstance({ streamsPerUser: 1 });
    const gone = new AbortController();
    const begun = instance.streams.prepare({ principal, signal: gone.signal });
    gone.abort();
    await begun;
    await instance.connect();
    await expect(instance.connect()).rejects.toThrow('503');
  });

  test('when its client is told of it and nothing more', async () => {
    const installation = await createInstallation();
    const api = await installation.startApi({ changes: { STREAMS_PER_USER: 1 } });
    const { access_token: token } = await tokensFor(api, installation.admin);
    const ask = (method: string) => call(api.url, '/api/v1/alerts/stream', { token, method });
    expect((await ask('HEAD')).status).toBe(200);
    const open = await eventually('its place is free', async () => {
      const answer = await ask('GET');
      return answer.status === 200 ? answer : null;
    });
    expect((await ask('GET')).status).toBe(429);
    await open.body?.cancel();
  });

  test('when it was refused because the database failed', async () => {
    const { startInstance, pool, principal } = await createStreamInstallation();
    const instance = await startInstance({ streamsPerUser: 1 });
    const { signal } = new AbortController();
    await pool.query('ALTER TABLE store RENAME TO gone');
    await expect(instance.streams.prepare({ principal, signal })).rejects.toThrow('store');
    await pool.query('ALTER TABLE gone RENAME TO store');
    await instance.connect();
    await expect(instance.connect()).rejects.toThrow('503');
  });
});

test('who asks for one too many keeps no connection', async () => {
  const installation = await createInstallation();
  const api = await installation.startApi({ changes: { STREAMS_PER_USER: 1 } });
  const { access_token: token } = await tokensFor(api, installation.admin);
  const open = await call(api.url, '/api/v1/alerts/stream', { token });
  expect([open.status, open.headers.get('connection')]).toEqual([200, 'keep-alive']);
  const refused = await call(api.url, '/api/v1/alerts/stream', { token });
  expect([refused.status, refused.headers.get('connection')]).toEqual([429, 'close']);
  expect((await problemOf(refused)).code).toBe('rate_limited');
  await open.body?.cancel();
});

/** A connection that never drains, but moves with every question; until it is stopped. */
function createTricklingSink(): EventSink & { stop(): void; destroyed(): boolean } {
  let backlog = 1_000_000;
  let moving = true;
  let destroyed = false;
  let closed: () => void = () => undefined;
  return {
    write: () => false,
    backlog: () => (moving ? (backlog -= 1) : backlog),
    onDrain: (listener) => {
      // The opening goes through.
      queueMicrotask(listener);
    },
    onClose(listener) {
      closed = listener;
    },
    end: () => undefined,
    destroy() {
      destroyed = true;
      closed();
    },
    stop() {
      moving = false;
    },
    destroyed: () => destroyed,
  };
}

test('every client is told how long to wait before it comes back, and that a quiet stream lives', async () => {
  const { append, publish, startInstance } = await createStreamInstallation();
  const instance = await startInstance({ ...KAFKA_ALONE, heartbeatMs: 60 });
  await untilLive(instance);
  const clients = await Promise.all(range(1, 20).map(() => instance.connect()));
  const [client] = clients;
  await Promise.all(clients.map((each) => each.untilComment()));
  await client!.untilComment();
  const waits = clients.flatMap(({ retries }) => retries);
  expect(waits).toHaveLength(20);
  expect(new Set(waits).size).toBeGreaterThan(3);
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(2_000);
  expect(Math.max(...waits)).toBeLessThanOrEqual(5_000);
  expect(client!.events).toEqual([]);
  await append(1);
  await publish(0);
  await client!.until(1);
  await client!.untilComment();
});

test('a client that left before its stream was opened is forgotten, whichever host it asked', async () => {
  const { startInstance, principal } = await createStreamInstallation();
  const instance = await startInstance();
  const gone = new AbortController();
  const body = await instance.streams.prepare({ principal, signal: gone.signal });
  gone.abort();
  const stream = createWebEventStream(body, gone.signal);
  expect(instance.streams.figures().open).toBe(0);
  await expect(stream.getReader().closed).rejects.toThrow('the event stream was ended');
});

test('streams whose turn on their connection never came are forgotten with it', async () => {
  const { api, tokens, call: ask } = await logIn();
  const open = async (): Promise<number> => {
    const metrics = await (await ask('/metrics')).text();
    return Number(/intellisite_streams_open\{[^}]*\} (\d+)/.exec(metrics)?.[1]);
  };
  const connection = await pipeline(
    api.port,
    tokens.access_token,
    range(1, 10).map(() => '/alerts'),
  );
  await eventually('all are open', async () => ((await open()) === 10 ? true : null));
  connection.destroy();
  await eventually('none is open', async () => ((await open()) === 0 ? true : null));
});

test('a client that leaves is forgotten', async () => {
  const { startInstance } = await createStreamInstallation();
  const instance = await startInstance();
  const client = await instance.connect();
  await instance.connect();
  expect(instance.streams.figures().open).toBe(2);
  client.close();
  await eventually('it is gone', () => instance.streams.figures().open === 1 || null);
});
