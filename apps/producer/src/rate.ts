export const RATE_EXPECTED = 'expected a number of 0 or more, fractions allowed, or max';

/** Reads messages per second; `max` is Infinity. Null if the text is no such number. */
export function parseRate(text: string): number | null {
  if (text === 'max') return Infinity;
  return /^(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : null;
}
