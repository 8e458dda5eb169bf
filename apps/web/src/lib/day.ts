import { DateTime } from 'luxon';

/** When the day of that moment begins and ends by the clocks of a zone (IANA). All in ms since 1970. */
export function dayOf(now: number, timeZone: string): { start: number; end: number } {
  const start = DateTime.fromMillis(now, { zone: timeZone }).startOf('day');
  // Where clocks change, a day has 23 or 25 hours, and may begin at another time than midnight.
  const end = start.plus({ days: 1 }).startOf('day');
  return { start: start.toMillis(), end: end.toMillis() };
}
