const ISO_8601 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:[Zz]|([+-])(\d\d)(?::?(\d\d))?)$/;

const MINUTE_MS = 60_000;

/**
 * Reads a time in the extended form of ISO 8601: date, time to the minute or finer, and a zone (Z
 * or an offset). Finer than a millisecond is cut off. Date.parse is not used because it takes more
 * forms and moves 30 February to March.
 *
 * @returns milliseconds since 1970 UTC, or null if the text is not such a time
 */
export function parseTimestamp(text: string): number | null {
  const parts = ISO_8601.exec(text);
  if (parts === null) return null;
  const part = (group: number): number => Number(parts[group] ?? 0);

  const [year, month, day] = [part(1), part(2), part(3)];
  const [hour, minute, second] = [part(4), part(5), part(6)];
  const [offsetHours, offsetMinutes] = [part(9), part(10)];
  if (hour > 23 || minute > 59 || second > 59 || offsetHours > 23 || offsetMinutes > 59) {
    return null;
  }

  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const milliseconds = Number((parts[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const local = date.setUTCHours(hour, minute, second, milliseconds);

  const offset = (offsetHours * 60 + offsetMinutes) * MINUTE_MS;
  return parts[8] === '-' ? local + offset : local - offset;
}
