import type { Format } from '../../lib/format.ts';
import type { TickKind } from '../../lib/format-interval.ts';
import { domainOf, type TimeBucket } from './time-buckets.ts';

export interface Tick {
  /** In percent of the axis. */
  at: number;
  label: string;
}

const MOST_TICKS = 8;
const DAY_MINUTES = 1_440;
const MONDAY = 4;

interface Place {
  year: number;
  /** From 0. */
  month: number;
  /** Since 1970, on the person's calendar. */
  day: number;
  dayOfMonth: number;
  /** Of the day. */
  minute: number;
}

interface Step {
  kind: TickKind;
  isAt: (place: Place) => boolean;
}

/** Steps that a person counts in, the shortest first. */
const STEPS: readonly Step[] = [
  ...[5, 10, 15, 30, 60, 120, 180, 360, 720].map((minutes): Step => ({
    kind: 'clock',
    isAt: ({ minute }) => minute % minutes === 0,
  })),
  ...[1, 2].map((days): Step => ({
    kind: 'day',
    isAt: ({ day, minute }) => minute === 0 && day % days === 0,
  })),
  ...[1, 2].map((weeks): Step => ({
    kind: 'day',
    isAt: ({ day, minute }) => minute === 0 && (day - MONDAY) % (7 * weeks) === 0,
  })),
  ...[1, 3, 6, 12].map((months): Step => ({
    kind: months === 12 ? 'year' : 'month',
    isAt: ({ month, dayOfMonth, minute }) =>
      minute === 0 && dayOfMonth === 1 && month % months === 0,
  })),
  ...[2, 5, 10].map((years): Step => ({
    kind: 'year',
    isAt: ({ year, month, dayOfMonth, minute }) =>
      minute === 0 && dayOfMonth === 1 && month === 0 && year % years === 0,
  })),
];

/**
 * Marks of a time axis where buckets begin, in round times of the person's clock: as many as have room.
 * A day that has no midnight has no mark.
 */
export function timeTicks(
  buckets: readonly TimeBucket[],
  { clockFields, tick }: Pick<Format, 'clockFields' | 'tick'>,
): Tick[] {
  const { from, to } = domainOf(buckets);
  const places = buckets.map(({ start }) => {
    const { year, month, day, minute } = clockFields(start);
    return {
      start,
      year,
      month: month - 1,
      day: Date.UTC(year, month - 1, day) / (DAY_MINUTES * 60_000),
      dayOfMonth: day,
      minute,
    };
  });
  for (const { kind, isAt } of STEPS) {
    const marked = places.filter(isAt);
    if (marked.length > MOST_TICKS) continue;
    return marked.map(({ start, minute }) => ({
      at: (100 * (start - from)) / (to - from),
      // Among clock times, midnight says which day begins.
      label: tick(kind === 'clock' && minute === 0 ? 'day' : kind, start),
    }));
  }
  return [];
}
