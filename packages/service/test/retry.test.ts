import { expect, it } from 'vitest';
import { retryForever } from '../src/index.ts';

const quick = { minDelayMs: 1, maxDelayMs: 4 };

it('tries until it succeeds, and tells why it waits', async () => {
  const waits: [string, number][] = [];
  let failures = 3;
  const result = await retryForever(
    () => (failures-- > 0 ? Promise.reject(new Error('not yet')) : Promise.resolve('done')),
    {
      ...quick,
      signal: new AbortController().signal,
      onWait: (error, _, attempt) => waits.push([(error as Error).message, attempt]),
    },
  );
  expect(result).toBe('done');
  expect(waits).toEqual([
    ['not yet', 1],
    ['not yet', 2],
    ['not yet', 3],
  ]);
});

it('never waits longer than it may', async () => {
  const delays: number[] = [];
  let failures = 12;
  await retryForever(() => (failures-- > 0 ? Promise.reject(new Error()) : Promise.resolve()), {
    ...quick,
    signal: new AbortController().signal,
    onWait: (_, delayMs) => delays.push(delayMs),
  });
  expect(Math.max(...delays)).toBeLessThanOrEqual(quick.maxDelayMs);
});

it('ends when it is aborted in the middle of a wait', async () => {
  const stopping = new AbortController();
  const waiting = retryForever(() => Promise.reject(new Error('never')), {
    minDelayMs: 60_000,
    maxDelayMs: 60_000,
    signal: stopping.signal,
    onWait: () => {
      stopping.abort();
    },
  });
  await expect(waiting).rejects.toThrow('aborted');
});

it('gives up at once on an error that waiting cannot mend', async () => {
  const fatal = new Error('wrong schema');
  let tries = 0;
  const waiting = retryForever(
    () => {
      tries += 1;
      return Promise.reject(fatal);
    },
    { ...quick, signal: new AbortController().signal, isFatal: (error) => error === fatal },
  );
  await expect(waiting).rejects.toBe(fatal);
  expect(tries).toBe(1);
});
