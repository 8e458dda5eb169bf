import { expect, test } from 'vitest';
import type { StreamItem } from '../src/stream/stream-request.ts';
import { createStreamInstallation, KAFKA_ALONE, range, untilLive } from './stream-support.ts';

/** Takes items until `enough` says so. */
async function take(
  items: AsyncIterable<StreamItem>,
  enough: (taken: StreamItem[]) => boolean,
): Promise<StreamItem[]> {
  const taken: StreamItem[] = [];
  for await (const item of items) {
    taken.push(item);
    if (enough(taken)) break;
  }
  return taken;
}

function numbers(items: readonly StreamItem[]): number[] {
  return items.flatMap((item) => (item.type === 'alert' ? [item.alert.seq] : []));
}

test('a subscription brings the alerts of the event stream as objects', async () => {
  const { append, publish, startInstance, principal } = await createStreamInstallation();
  const instance = await startInstance({ ...KAFKA_ALONE, ring: { alerts: 100 } });
  await untilLive(instance);
  await append(2_000);
  const client = await instance.connect({ lastEventId: 0 });
  const { signal } = new AbortController();
  const items = await instance.streams.subscribe({ principal, lastEventId: 0, signal });
  const taking = take(items, (taken) => taken.length === 2_011);
  await client.until(2_000);
  await append(10);
  await publish(2_000);
  await client.until(2_010);
  const taken = await taking;
  expect(taken[0]).toEqual({ type: 'begin', head: 0 });
  expect(taken.slice(1)).toEqual(client.alerts().map((alert) => ({ type: 'alert', alert })));
  // Leaving the loop closes the stream.
  expect(instance.streams.figures().open).toBe(1);
});

test('a consumer that does not pull is behind, and misses nothing', async () => {
  const { append, publish, startInstance, principal } = await createStreamInstallation();
  const instance = await startInstance({ ...KAFKA_ALONE, ring: { alerts: 100, bytes: 1 } });
  await untilLive(instance);
  const { signal } = new AbortController();
  const items = await instance.streams.subscribe({ principal, signal });
  const healthy = await instance.connect();
  await append(5_000);
  await publish(4_999);
  await healthy.until(5_000);
  expect(numbers(await take(items, (taken) => taken.length === 5_001))).toEqual(range(1, 5_000));
});

test('a consumer that never pulls is dropped', async () => {
  const { append, startInstance, principal } = await createStreamInstallation();
  const instance = await startInstance({ lookEveryMs: 20, stallMs: 100 });
  const { signal } = new AbortController();
  const items = await instance.streams.subscribe({ principal, signal });
  const healthy = await instance.connect();
  await append(10);
  await healthy.until(10);
  await expect.poll(() => instance.streams.figures()).toMatchObject({ open: 1, stalled: 1 });
  await expect(take(items, () => false)).rejects.toMatchObject({ code: 'busy' });
});

test('a subscription tells a reset', async () => {
  const { append, publish, startInstance, principal } = await createStreamInstallation();
  const instance = await startInstance(KAFKA_ALONE);
  await untilLive(instance);
  await append(3);
  const { signal } = new AbortController();
  const items = await instance.streams.subscribe({ principal, lastEventId: 9, signal });
  await append(1);
  await publish(3);
  const taken = await take(items, (all) => all.length === 3);
  expect(taken.slice(0, 2)).toEqual([
    { type: 'begin', head: 3 },
    { type: 'reset', reason: 'ahead', head: 3 },
  ]);
  expect(numbers(taken)).toEqual([4]);
});

test('a subscription ends with the reason, after everything that it was given', async () => {
  const { append, startInstance, principal } = await createStreamInstallation();
  const instance = await startInstance({ lookEveryMs: 20 });
  const { signal } = new AbortController();
  const items = await instance.streams.subscribe({ principal, signal });
  const iterator = items[Symbol.asyncIterator]();
  expect(await iterator.next()).toMatchObject({ value: { type: 'begin' } });
  const first = iterator.next();
  await append(3);
  expect(await first).toMatchObject({ value: { type: 'alert', alert: { seq: 1 } } });
  await instance.streams.stop();
  const rest = await take({ [Symbol.asyncIterator]: () => iterator }, () => false);
  expect(numbers(rest)).toEqual([2, 3]);
  expect(rest.at(-1)).toEqual({ type: 'end', reason: 'shutdown' });
});

test('a subscription ends when its signal aborts, whether or not it was pulled', async () => {
  const { startInstance, principal } = await createStreamInstallation();
  const instance = await startInstance();
  const first = new AbortController();
  const second = new AbortController();
  const pulled = await instance.streams.subscribe({ principal, signal: first.signal });
  const untouched = await instance.streams.subscribe({ principal, signal: second.signal });
  const taking = take(pulled, () => false);
  expect(instance.streams.figures().open).toBe(2);
  first.abort();
  second.abort();
  expect(await taking).toEqual([{ type: 'begin', head: 0 }]);
  expect(await take(untouched, () => false)).toEqual([]);
  expect(instance.streams.figures().open).toBe(0);
});
