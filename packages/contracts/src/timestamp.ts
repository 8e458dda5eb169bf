const ISO_8601 =
  /^[1-9]\d{3}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:[Zz]|[+-]\d\d(?::?\d\d)?)$/;

const ZERO = 0x30;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads a time in the extended form of ISO 8601: date, time to the minute or finer, and a zone (Z
 * or an offset). Finer than a millisecond is cut off. Date.parse is not used because it takes more
 * forms and moves 30 February to March.
 *
 * @returns milliseconds since 1970 UTC, or null if the text is not such a time
 */
export function parseTimestamp(text: string): number | null {
  if (!ISO_8601.test(text)) return null;
  const year = 100 * twoDigits(text, 0) + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const hasSecond = text.charAt(16) === ':';
  const second = hasSecond ? twoDigits(text, 17) : 0;
  if (day < 1 || day > daysInMonth(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;

  const zoneAt = text.search(/[Zz+-][\d:]*$/);
  const fraction = hasSecond ? text.slice(20, zoneAt) : '';
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  const offset = offsetMinutes(text, zoneAt);
  if (offset === null) return null;
  return Date.UTC(year, month - 1, day, hour, minute - offset, second, milliseconds);
}

/** @returns 0 for a month that does not exist */
function daysInMonth(year: number, month: number): number {
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2 && isLeapYear) return 29;
  return DAYS_IN_MONTH[month - 1] ?? 0;
}

/** How far the zone that begins at `at` is ahead of UTC. */
function offsetMinutes(text: string, at: number): number | null {
  const sign = text.charAt(at);
  if (sign !== '+' && sign !== '-') return 0;
  const digits = text.slice(at + 1).replace(':', '');
  const hours = twoDigits(digits, 0);
  const minutes = digits.length > 2 ? twoDigits(digits, 2) : 0;
  if (hours > 23 || minutes > 59) return null;
  const offset = 60 * hours + minutes;
  return sign === '-' ? -offset : offset;
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
}
