import { createVarintReader, createVarintWriter } from './varints.ts';

/**
 * Quarters: in which quarter of an hour each row of a block was detected, as runs of rows. Days and hours
 * begin with one in every time zone, so this is all that most timelines need to know of a block.
 *
 * A run is two integers (varints.ts): by how many quarters it is later than the run before it, where the
 * first counts from 1970 and negative numbers are written zigzag (0, -1, 1, -2, ...), and how many rows it has.
 */
export const QUARTER_MS = 15 * 60_000;

/** Where rows follow in no order of time, their times say the same in hardly more. */
const MOST_BYTES = 32_768;

/** ms since 1970. Null: they would take too much. */
export function encodeQuarters(times: Float64Array): Buffer | null {
  const runs = createVarintWriter();
  let before = 0;
  for (let row = 0; row < times.length;) {
    const quarter = quarterOf(times[row] ?? 0);
    const [from, to] = [quarter * QUARTER_MS, (quarter + 1) * QUARTER_MS];
    const begin = row;
    while (row < times.length && isWithin(times[row] ?? 0, from, to)) row += 1;
    runs.write(zigzag(quarter - before));
    runs.write(row - begin);
    before = quarter;
    if (runs.length > MOST_BYTES) return null;
  }
  return Buffer.from(runs.bytes());
}

/** Tells each run: its quarter since 1970, its first row and the row after its last. */
export function forEachRun(
  bytes: Uint8Array,
  tell: (quarter: number, start: number, end: number) => void,
): void {
  const reader = createVarintReader(bytes);
  let quarter = 0;
  let row = 0;
  while (reader.at < bytes.length) {
    const step = reader.read();
    quarter += step % 2 === 0 ? step / 2 : -(step + 1) / 2;
    const end = row + reader.read();
    tell(quarter, row, end);
    row = end;
  }
}

/** The quarter since 1970 that holds a time. */
export function quarterOf(time: number): number {
  return Math.floor(time / QUARTER_MS);
}

function isWithin(time: number, from: number, to: number): boolean {
  return from <= time && time < to;
}

function zigzag(integer: number): number {
  return integer < 0 ? -2 * integer - 1 : 2 * integer;
}
