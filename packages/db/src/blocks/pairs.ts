/**
 * Two integers from 0 on as one, which is small where both are: pairs in the order of their sum (Cantor's
 * pairing). 120 pairs are below 128, where variable-length integers take one byte.
 */
export function pair(one: number, other: number): number {
  return before(one + other) + other;
}

export function unpair(paired: number): [one: number, other: number] {
  const sum = Math.floor((Math.sqrt(8 * paired + 1) - 1) / 2);
  const other = paired - before(sum);
  return [sum - other, other];
}

/** How many pairs have a smaller sum. */
function before(sum: number): number {
  return (sum * (sum + 1)) / 2;
}
