import { eventually } from '@intellisite/service/testing';
import { expect, test } from 'vitest';
import type { EventSink } from '../src/http/event-sink.ts';
import { createStreamInstallation, KAFKA_ALONE, range, untilLive } from './stream-support.ts';
import { call, createInstallation, problemOf, tokensFor } from './support.ts';

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
  const body = await instance.streams.prepare({ principal });
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
  await expect(instance.streams.prepare({ principal })).rejects.toMatchObject({
    code: 'rate_limited',
    detail: expect.stringMatching(/2 alert streams open/) as string,
  });
  const { signal } = new AbortController();
  await expect(instance.streams.subscribe({ principal, signal })).rejects.toMatchObject({
    code: 'rate_limited',
  });
  await instance.connect({ principal: await newPrincipal() });

  first.close();
  await eventually('it has left', () => instance.streams.figures().open === 2 || null);
  await instance.connect();
  expect(instance.streams.figures().open).toBe(3);
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

test('a client that leaves is forgotten', async () => {
  const { startInstance } = await createStreamInstallation();
  const instance = await startInstance();
  const client = await instance.connect();
  await instance.connect();
  expect(instance.streams.figures().open).toBe(2);
  client.close();
  await eventually('it is gone', () => instance.streams.figures().open === 1 || null);
});
