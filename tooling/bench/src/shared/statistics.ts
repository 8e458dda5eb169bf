/** The middle one, or the mean of the middle two; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (lower + upper) / 2;
}

/** The smallest value that at least this part (0 to 1) of all values does not exceed; NaN of nothing. */
export function percentile(values: ArrayLike<number>, part: number): number {
  const sorted = ascending(values);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? NaN;
}

/** Sorted as numbers, which an array of them is not: there can be millions. */
function ascending(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values).sort();
}
