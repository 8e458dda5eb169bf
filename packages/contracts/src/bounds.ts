/** A message's value may be at most this many bytes. */
export const MAX_VALUE_BYTES = 65_536;

/** A text may hold at most this many code points, after trimming and NFC. */
export const MAX_TEXT_LENGTH = 512;

/** The year of the first car. */
export const MIN_YEAR = 1886;

/** No detection is older: a time before is a clock that was never set. */
export const MIN_TIME_MS = Date.UTC(2000, 0, 1);

const DAY_MS = 86_400_000;

/** The latest time that a detection may have: clocks that differ by up to a day are forgiven. */
export function maxTimeMs(now: number): number {
  return now + DAY_MS;
}

const LONGEST_YEAR_MS = 366 * DAY_MS;

/** The latest model year that makes sense: models of next year are sold now, and one more. */
export function maxYear(now: number): number {
  return new Date(now).getUTCFullYear() + 2;
}

/** A year that is not after that of `now`, without the cost of a Date. */
export function pastYear(now: number): number {
  return 1970 + Math.floor(now / LONGEST_YEAR_MS);
}
