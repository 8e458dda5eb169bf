import { nice, ticks } from 'd3-array';

/** An axis of counts, from zero. */
export interface CountScale {
  max: number;
  ticks: readonly number[];
}

const INTERVALS = 4;
/** So that an axis of nothing has a length. */
const LEAST = 4;

export function countScale(counts: readonly number[]): CountScale {
  const [, max] = nice(
    0,
    counts.reduce((most, count) => Math.max(most, count), LEAST),
    INTERVALS,
  );
  return { max, ticks: ticks(0, max, INTERVALS).filter(Number.isInteger) };
}

/** A logarithmic axis from 1 to the power of ten above all counts. */
export function logScale(counts: readonly number[]): CountScale {
  const most = counts.reduce((top, count) => Math.max(top, count), 1);
  const powers = Math.max(1, Math.ceil(Math.log10(most)));
  return {
    max: 10 ** powers,
    ticks: Array.from({ length: powers + 1 }, (_, power) => 10 ** power),
  };
}

/** In percent of such an axis. */
export function logPlace(count: number, { max }: CountScale): number {
  return (100 * Math.log10(Math.max(1, count))) / Math.log10(max);
}
