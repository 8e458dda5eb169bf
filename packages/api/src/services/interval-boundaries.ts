import { MOST_INTERVALS, type TimelineInterval } from '@intellisite/contracts';
import { DateTime, IANAZone } from 'luxon';
import { AppError } from '../errors/app-error.ts';

const UNITS = {
  minute: { ms: 60_000, shown: 60 },
  hour: { ms: 3_600_000, shown: 48 },
  day: { ms: 86_400_000, shown: 30 },
  month: { shown: 12 },
} as const;

/** No zone has changed its clocks and changed them back within so few days (Recife did in seven). */
const STEADY_DAYS = 6;

/**
 * Where intervals begin, in ms since 1970, and where the last one ends: one more than there are
 * intervals. They begin as the clocks of the zone do, so a day has 23, 24 or 25 hours. Without `from`
 * and `to` they are the last 60 minutes, 48 hours, 30 days or 12 months.
 *
 * Stops after one more than may be answered.
 *
 * @throws AppError unknown_time_zone
 */
export function intervalBoundaries(
  interval: TimelineInterval,
  zone: string,
  from: number | undefined,
  to: number | undefined,
  now: number,
): number[] {
  if (!IANAZone.isValidZone(zone)) {
    throw new AppError('unknown_time_zone', {
      detail: 'tz must be an IANA time zone such as Europe/Berlin.',
      errors: [{ member: 'tz', message: 'expected an IANA time zone such as Europe/Berlin' }],
    });
  }
  const end = to ?? Math.max(now, (from ?? now) + 1);
  const first = DateTime.fromMillis(from ?? end, { zone })
    .startOf(interval)
    .minus({ [interval]: from === undefined ? UNITS[interval].shown - 1 : 0 });
  const boundaries: number[] = [];
  for (const boundary of startsFrom(first, interval)) {
    boundaries.push(boundary);
    if (boundary >= end || boundaries.length > MOST_INTERVALS + 1) break;
  }
  return boundaries;
}

function startsFrom(first: DateTime, interval: TimelineInterval): Generator<number, never> {
  switch (interval) {
    case 'minute':
    case 'hour':
      return multiplesFrom(first.toMillis(), UNITS[interval].ms);
    case 'day':
      return daysFrom(first);
    case 'month':
      return monthsFrom(first);
  }
}

/** Minutes and hours pass evenly, whatever the clocks do. */
function* multiplesFrom(first: number, ms: number): Generator<number, never> {
  for (let at = first; ; at += ms) yield at;
}

/** Asks the zone once for several days where its clocks stay as they are: it takes its time to answer. */
function* daysFrom(first: DateTime): Generator<number, never> {
  const { ms } = UNITS.day;
  for (let day = first; ;) {
    const at = day.toMillis();
    // Where clocks go forward at midnight, that day has none.
    const isMidnight = day.hour === 0 && day.minute === 0;
    if (isMidnight && day.zone.offset(at + STEADY_DAYS * ms) === day.offset) {
      for (let index = 0; index < STEADY_DAYS; index++) yield at + index * ms;
      day = day.plus({ days: STEADY_DAYS });
    } else {
      yield at;
      day = day.plus({ days: 1 }).startOf('day');
    }
  }
}

function* monthsFrom(first: DateTime): Generator<number, never> {
  for (let month = first; ; month = month.plus({ months: 1 }).startOf('month')) {
    yield month.toMillis();
  }
}
