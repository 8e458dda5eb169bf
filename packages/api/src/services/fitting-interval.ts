import { MOST_AUTO_INTERVALS, type TimelineInterval } from '@intellisite/contracts';

/** The shortest that there is of each, in ms; the shortest kind first. */
const SHORTEST_MS = [
  { interval: 'minute', ms: 60_000 },
  { interval: 'hour', ms: 3_600_000 },
  { interval: 'day', ms: 23 * 3_600_000 },
] as const;

/** The shortest interval of which a chart can show all between two times, in ms since 1970. */
export function fittingInterval(from: number, to: number): TimelineInterval {
  // One more than the length says: the first begins before `from`.
  const fitting = SHORTEST_MS.find(({ ms }) => (to - from) / ms + 1 <= MOST_AUTO_INTERVALS);
  return fitting?.interval ?? 'month';
}
