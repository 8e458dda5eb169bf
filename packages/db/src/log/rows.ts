import type { Selection } from './series-selection.ts';

/** Consecutive rows of a log by column, the first of which is the first of a block. */
export interface Rows {
  /** Number of the first row. */
  readonly first: number;
  /** Series id of each row. */
  readonly series: Uint32Array;
  /** A row was detected at base + offset, in ms since 1970. */
  readonly base: number;
  readonly offsets: Uint32Array | Float64Array;
}

/** What rows must have to be counted or shown. */
export interface Condition {
  /** Null: any series. */
  selection: Selection | null;
  /** ms since 1970, inclusive; -Infinity: any. */
  from: number;
  /** ms since 1970, exclusive; Infinity: any. */
  to: number;
}

/** Whether every row of any time will do. */
export function isTimeless({ from, to }: Condition): boolean {
  return from === -Infinity && to === Infinity;
}

/** Rows of [start, end) that meet the condition. */
export function countRows(rows: Rows, start: number, end: number, condition: Condition): number {
  const { selection } = condition;
  if (isTimeless(condition)) {
    return selection ? countSelected(rows, start, end, selection) : end - start;
  }
  const { series, offsets } = rows;
  const from = condition.from - rows.base;
  const to = condition.to - rows.base;
  const mask = selection?.mask;
  let count = 0;
  for (let row = start; row < end; row++) {
    const offset = offsets[row] ?? 0;
    if (offset < from || offset >= to) continue;
    if (mask === undefined || mask[series[row] ?? 0] === 1) count += 1;
  }
  return count;
}

function countSelected({ series }: Rows, start: number, end: number, { mask }: Selection): number {
  let count = 0;
  for (let row = start; row < end; row++) count += mask[series[row] ?? 0] ?? 0;
  return count;
}

/** Adds `by` to the count of its series for each row of [start, end). */
export function addRows(
  { series }: Rows,
  start: number,
  end: number,
  by: number,
  bySeries: Float64Array,
): void {
  for (let row = start; row < end; row++) {
    const id = series[row] ?? 0;
    bySeries[id] = (bySeries[id] ?? 0) + by;
  }
}

/** The same for those rows alone that were detected within the time range. */
export function addRowsWithin(
  { series, offsets, base }: Rows,
  start: number,
  end: number,
  condition: Condition,
  bySeries: Float64Array,
): void {
  const from = condition.from - base;
  const to = condition.to - base;
  for (let row = start; row < end; row++) {
    const offset = offsets[row] ?? 0;
    if (offset < from || offset >= to) continue;
    const id = series[row] ?? 0;
    bySeries[id] = (bySeries[id] ?? 0) + 1;
  }
}

/** The same condition at any time. */
export function atAnyTime({ selection }: Condition): Condition {
  return { selection, from: -Infinity, to: Infinity };
}

/** Rows that were found, by column, in the order that was asked for. */
export interface FoundRows {
  readonly numbers: number[];
  /** Series ids. */
  readonly series: number[];
  /** ms since 1970 */
  readonly times: number[];
}

export function noRows(): FoundRows {
  return { numbers: [], series: [], times: [] };
}

/**
 * Appends rows of [start, end) that meet the condition until `found` holds `limit`, from the end or
 * from the start, after passing over `skip` of them.
 */
export function takeRows(
  rows: Rows,
  { start, end, order, skip, limit }: Stretch,
  condition: Condition,
  found: FoundRows,
): void {
  const { series, offsets, base, first } = rows;
  const step = order === 'newest' ? -1 : 1;
  const from = condition.from - base;
  const to = condition.to - base;
  const mask = condition.selection?.mask;
  const timeless = isTimeless(condition);
  const all = mask === undefined && timeless;
  let passed = 0;
  let row = order === 'newest' ? end - 1 : start;
  if (all) {
    passed = Math.min(skip, end - start);
    row += step * passed;
  }
  for (; row >= start && row < end && found.numbers.length < limit; row += step) {
    if (!all) {
      if (mask !== undefined && mask[series[row] ?? 0] !== 1) continue;
      const offset = offsets[row] ?? 0;
      if (!timeless && (offset < from || offset >= to)) continue;
      if (passed < skip) {
        passed += 1;
        continue;
      }
    }
    found.numbers.push(first + row);
    found.series.push(series[row] ?? 0);
    found.times.push(base + (offsets[row] ?? 0));
  }
}

/** Rows of a block, the order in which they are gone through, and which of them are wanted. */
export interface Stretch {
  start: number;
  end: number;
  order: 'newest' | 'oldest';
  skip: number;
  /** Of all that is found. */
  limit: number;
}
