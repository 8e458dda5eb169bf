import { MOST_INTERVALS, type TimelineInterval } from '@intellisite/contracts';
import { DateTime, IANAZone } from 'luxon';
import { AppError } from '../errors/app-error.ts';

const UNITS = {
  minute: { step: { minutes: 1 }, ms: 60_000, shown: 60 },
  hour: { step: { hours: 1 }, ms: 3_600_000, shown: 48 },
  day: { step: { days: 1 }, ms: 86_400_000, shown: 30 },
} as const;

/**
 * Where intervals begin, in ms since 1970, and where the last one ends: one more than there are
 * intervals. They begin as the clocks of the zone do, so a day has 23, 24 or 25 hours. Without `from`
 * and `to` they are the last 60 minutes, 48 hours or 30 days.
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
  const { step, ms, shown } = UNITS[interval];
  const end = to ?? Math.max(now, (from ?? now) + 1);
  const start = from ?? end - (shown - 1) * ms;
  let at = DateTime.fromMillis(start, { zone }).startOf(interval);
  const boundaries = [at.toMillis()];
  while ((boundaries.at(-1) ?? end) < end && boundaries.length <= MOST_INTERVALS + 1) {
    at = at.plus(step);
    boundaries.push(at.toMillis());
  }
  return boundaries;
}
