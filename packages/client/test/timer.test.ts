import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startTimer } from '../src/http/timer.ts';
import { wait } from '../src/http/wait.ts';

const DAY_MS = 24 * 3_600_000;
const MONTH_MS = 30 * DAY_MS;

// Nobody waits for a month; these clocks fire at once what is too long for a timer, as real ones do.
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a wait of two months ends after two months', async () => {
  let ended = false;
  void wait(2 * MONTH_MS, new AbortController().signal).then(() => (ended = true));
  await vi.advanceTimersByTimeAsync(2 * MONTH_MS - 1);
  expect(ended).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(ended).toBe(true);
});

test('a wait that is aborted leaves no timer, whenever that is', async () => {
  const aborting = new AbortController();
  const waiting = wait(2 * MONTH_MS, aborting.signal);
  await vi.advanceTimersByTimeAsync(MONTH_MS);
  aborting.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  expect(vi.getTimerCount()).toBe(0);
});

test.each([Infinity, NaN])('a time of %d never comes', (ms) => {
  const stop = startTimer(ms, () => {
    throw new Error('it came');
  });
  vi.advanceTimersByTime(MONTH_MS);
  expect(vi.getTimerCount()).toBe(0);
  stop();
});
