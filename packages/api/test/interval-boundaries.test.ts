import { MOST_INTERVALS, TIMELINE_INTERVALS } from '@intellisite/contracts';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { expect, it } from 'vitest';
import { intervalBoundaries } from '../src/services/interval-boundaries.ts';

type Interval = (typeof TIMELINE_INTERVALS)[number];

/** One interval after the other, as the calendar has them. */
function stepByStep(interval: Interval, zone: string, from: number, to: number): number[] {
  let at = DateTime.fromMillis(from, { zone }).startOf(interval);
  const boundaries = [at.toMillis()];
  while (at.toMillis() < to && boundaries.length <= MOST_INTERVALS + 1) {
    at = at.plus({ [interval]: 1 });
    if (interval === 'day' || interval === 'month') at = at.startOf(interval);
    boundaries.push(at.toMillis());
  }
  return boundaries;
}

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kathmandu',
  // No midnight on the day on which its clocks go forward.
  'America/Santiago',
  // Half an hour.
  'Australia/Lord_Howe',
  // A month without summer time in the middle of summer.
  'Africa/Casablanca',
  // A week of summer time in October 2000.
  'America/Recife',
  // A day that never was: 2011-12-30.
  'Pacific/Apia',
];
const DAY = 86_400_000;
const LENGTHS = { minute: 60_000, hour: 3_600_000, day: DAY, month: 28 * DAY } as const;

it('is where the calendar has them, however the clocks change', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...TIMELINE_INTERVALS),
      fc.constantFrom(...ZONES),
      fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2030, 0, 1) }),
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: -1, max: 1 }),
      (interval, zone, from, count, more) => {
        const to = from + count * LENGTHS[interval] + more;
        expect(intervalBoundaries(interval, zone, from, to, 0)).toEqual(
          stepByStep(interval, zone, from, to),
        );
      },
    ),
    { numRuns: 300 },
  );
});

it.each(ZONES)('has every day of thirty years in %s', (zone) => {
  const [from, to] = [Date.UTC(2000, 0, 1, 12), Date.UTC(2027, 0, 1)];
  expect(intervalBoundaries('day', zone, from, to, 0)).toEqual(stepByStep('day', zone, from, to));
});

it('is the last 60 minutes, 48 hours, 30 days or 12 months when nothing is asked for', () => {
  const now = Date.UTC(2026, 2, 29, 12, 34, 56);
  for (const [interval, count] of Object.entries({ minute: 60, hour: 48, day: 30, month: 12 })) {
    const boundaries = intervalBoundaries(interval as Interval, 'UTC', undefined, undefined, now);
    expect(boundaries).toHaveLength(count + 1);
    expect(boundaries.at(-2)).toBeLessThanOrEqual(now);
    expect(boundaries.at(-1)).toBeGreaterThan(now);
  }
});

it('stops after one more than may be answered', () => {
  for (const interval of TIMELINE_INTERVALS) {
    expect(intervalBoundaries(interval, 'Europe/Berlin', 0, 1e14, 0)).toHaveLength(
      MOST_INTERVALS + 2,
    );
  }
});
