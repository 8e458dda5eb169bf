const DIGITS = 6;

/** A share for a file: a number from 0 to 1, to a millionth. */
export function sharePart(count: number, total: number): number {
  return Number((count / total).toFixed(DIGITS));
}
