import { describe, expect, test } from 'vitest';
import { isLate, staleSince, type LiveAnswer } from '../src/lib/stale-since.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const NOW = Date.UTC(2026, 10, 30, 12);

const answer = (agoMs: number, isError = false): LiveAnswer => ({
  data: 1,
  isError,
  dataUpdatedAt: NOW - agoMs,
});
const since = (answers: readonly LiveAnswer[], inSightForMs = Number.POSITIVE_INFINITY) =>
  staleSince(answers, { now: NOW, inSightSince: Math.max(0, NOW - inSightForMs) });

describe('figures', () => {
  test('are of now while they are answered', () => {
    expect(since([answer(0), answer(6 * SECOND)])).toBeNull();
  });

  test('are of the oldest that could not be asked for anew', () => {
    expect(since([answer(SECOND), answer(8 * SECOND, true), answer(9 * SECOND, true)])).toBe(
      NOW - 9 * SECOND,
    );
  });

  test('are old when the server does not even refuse', () => {
    expect(since([answer(MINUTE)])).toBe(NOW - MINUTE);
  });

  test('that are not there have no age', () => {
    expect(since([{ data: undefined, isError: true, dataUpdatedAt: 0 }])).toBeNull();
  });

  test('of a page that comes into sight have a while in which they are asked for', () => {
    const hours = [answer(8 * 60 * MINUTE)];
    expect(since(hours, SECOND)).toBeNull();
    expect(since(hours, MINUTE)).toBe(NOW - 8 * 60 * MINUTE);
    // And yet they are not of now.
    expect(isLate(NOW - 8 * 60 * MINUTE, NOW)).toBe(true);
  });
});
