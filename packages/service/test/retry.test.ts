import { expect, it } from 'vitest';
import { retryForever } from '../src/index.ts';

const quick = { minDelayMs: 1, maxDelayMs: 4 };

/** Fails with each of these messages, then succeeds. */
function failing(...messages: string[]): () => Promise<string> {
  return () => {
    const message = messages.shift();
    return message === undefined ? Promise.resolve('done') : Promise.reject(new Error(message));
  };
}

it('tries until it succeeds, and tells each reason to wait once', async () => {
  const waits: [string, number][] = [];
  const result = await retryForever(failing('refused', 'refused', 'loading', 'refused'), {
    ...quick,
    signal: new AbortController().signal,
    onWait: ({ reason, attempt }) => waits.push([reason, attempt]),
  });
  expect(result).toBe('done');
  expect(waits).toEqual([
    ['refused', 1],
    ['loading', 3],
    ['refused', 4],
  ]);
});

it('tells a reason again that stays', async () => {
  const attempts: number[] = [];
  await retryForever(failing('refused', 'refused', 'refused'), {
    ...quick,
    repeatAfterMs: 0,
    signal: new AbortController().signal,
    onWait: ({ attempt }) => attempts.push(attempt),
  });
  expect(attempts).toEqual([1, 2, 3]);
});

it('never waits longer than it may', async () => {
  const delays: number[] = [];
  await retryForever(failing(...Array.from({ length: 12 }, (_, attempt) => String(attempt))), {
    ...quick,
    signal: new AbortController().signal,
    onWait: ({ delayMs }) => delays.push(delayMs),
  });
  expect(delays).toHaveLength(12);
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
