import type { RangeEnds } from './range-form.tsx';

/** Without an end: from the beginning, or until now. */
export interface TimeRange {
  from: Date | null;
  to: Date | null;
}

/** The range that two fields of date and time name, in the person's zone; else what is wrong with them. */
export function readTimeRange(ends: RangeEnds): TimeRange | string {
  const [from, to] = [timeOf(ends.from), timeOf(ends.to)];
  // Where a browser has no field for times, anything can be typed.
  if ([from, to].some((time) => Number.isNaN(time?.getTime()))) {
    return 'Expected a date and a time, as in 2026-11-29T14:32';
  }
  if (from && to && from >= to) return 'Expected an end that is after the beginning';
  return { from, to };
}

function timeOf(value: string): Date | null {
  return value === '' ? null : new Date(value);
}
