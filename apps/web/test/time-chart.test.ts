import type { Timeline } from '@intellisite/contracts';
import { describe, expect, it } from 'vitest';
import { canDraw, timeBuckets, type TimeBucket } from '../src/components/charts/time-buckets.ts';
import { timePaths } from '../src/components/charts/time-paths.ts';
import { timeTicks } from '../src/components/charts/time-ticks.ts';
import { createFormat } from '../src/lib/format.ts';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 2, 28, 12);

/** Hours from noon on. */
function hours(counts: readonly number[], earliest: number | null): Timeline {
  return {
    data: counts.map((count, index) => ({
      start: new Date(NOON + index * HOUR).toISOString(),
      count,
    })),
    size: counts.length,
    interval: 'hour',
    end: new Date(NOON + counts.length * HOUR).toISOString(),
    earliest: earliest === null ? null : new Date(earliest).toISOString(),
    asOf: 1,
  };
}

const statesOf = (buckets: readonly TimeBucket[]): string =>
  buckets.map(({ state }) => state).join(' ');

describe('intervals of a timeline', () => {
  it('are whole between the first detection and now alone', () => {
    const timeline = hours([0, 3, 9, 9, 4, 0], NOON + 1.5 * HOUR);
    const range = { from: null, to: null, now: NOON + 4.5 * HOUR };
    expect(statesOf(timeBuckets(timeline, range))).toBe(
      'unknown partial whole whole partial unknown',
    );
  });

  it('are cut by the range that was asked for', () => {
    const range = {
      from: new Date(NOON + HOUR / 2),
      to: new Date(NOON + 2.5 * HOUR),
      now: NOON + 9 * HOUR,
    };
    expect(statesOf(timeBuckets(hours([5, 9, 5], NOON - HOUR), range))).toBe(
      'partial whole partial',
    );
  });

  it('that are empty are zero where it was counted, and unknown where it was not', () => {
    const range = { from: null, to: null, now: NOON + 3 * HOUR };
    expect(statesOf(timeBuckets(hours([1, 0, 1], NOON), range))).toBe('whole whole whole');
    expect(statesOf(timeBuckets(hours([0, 0], null), range))).toBe('unknown unknown');
  });

  it('say what a camera with a fast clock has reported', () => {
    const range = { from: null, to: null, now: NOON + HOUR };
    expect(statesOf(timeBuckets(hours([1, 7], NOON), range))).toBe('whole partial');
  });

  it('are offered where a chart has room for them', () => {
    const week = { from: NOON, to: NOON + 7 * 24 * HOUR };
    expect(canDraw('minute', week)).toBe(false);
    expect(canDraw('hour', week)).toBe(true);
    expect(canDraw('day', week)).toBe(true);
    expect(canDraw('month', week)).toBe(false);
  });
});

it('draws a gap as a gap, and what is not whole beside the line', () => {
  const timeline = hours([0, 1, 4, 4, 2], NOON + 1.5 * HOUR);
  const buckets = timeBuckets(timeline, { from: null, to: null, now: NOON + 4.5 * HOUR });
  const { line, partial } = timePaths(buckets, { max: 4, ticks: [] }, { width: 100, height: 8 });
  expect(line).toBe('M50,0L70,0');
  expect(partial.map(({ x, y }) => [x, y])).toEqual([
    [30, 6],
    [90, 4],
  ]);
});

describe('marks of a time axis', () => {
  const format = createFormat({ language: 'en-GB', timeZone: 'Europe/Berlin' });
  const marks = (from: number, count: number, ms: number) =>
    timeTicks(
      Array.from({ length: count }, (_, index) => ({
        start: from + index * ms,
        end: from + (index + 1) * ms,
        count: 0,
        state: 'whole' as const,
      })),
      format,
    ).map(({ label }) => label);

  it('are round times of the person, also where the clocks change', () => {
    // In the night to the 29th the clocks go forward.
    const midnight = Date.UTC(2026, 2, 27, 23);
    expect(marks(midnight, 47, HOUR)).toEqual([
      '28 Mar',
      '06:00',
      '12:00',
      '18:00',
      '29 Mar',
      '06:00',
      '12:00',
      '18:00',
    ]);
    expect(marks(Date.UTC(2026, 2, 28, 11, 7), 60, 60_000)).toEqual([
      '12:10',
      '12:20',
      '12:30',
      '12:40',
      '12:50',
      '13:00',
    ]);
  });

  it('are Mondays, months and years where there are many days', () => {
    const day = 24 * HOUR;
    expect(marks(Date.UTC(2025, 11, 31, 23), 40, day)).toEqual([
      '5 Jan',
      '12 Jan',
      '19 Jan',
      '26 Jan',
      '2 Feb',
      '9 Feb',
    ]);
    expect(marks(Date.UTC(2025, 11, 31, 23), 80, day)).toHaveLength(6);
  });
});
