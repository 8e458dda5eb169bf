/**
 * Quarters: in which quarter of an hour each row of a block was detected, as runs of rows. Days and hours
 * begin with one in every time zone, so this is all that most timelines need to know of a block.
 *
 * A run is two integers: by how many quarters it is later than the run before it, where the first counts
 * from 1970 and negative numbers are written zigzag (0, -1, 1, -2, ...), and how many rows it has. Of each
 * integer 7 bits a byte, the least significant first, and in all bytes but the last the highest bit is set.
 */
export const QUARTER_MS = 15 * 60_000;

/** Where rows follow in no order of time, their times say the same in hardly more. */
const MOST_BYTES = 32_768;
/** Of a run: its distance may be anything from 1970 to 2100, its rows 65,536. */
const MOST_BYTES_OF_RUN = 8;

/** ms since 1970. Null: they would take too much. */
export function encodeQuarters(times: Float64Array): Buffer | null {
  const bytes = Buffer.alloc(MOST_BYTES + MOST_BYTES_OF_RUN);
  let at = 0;
  const write = (integer: number): void => {
    for (; integer > 0x7f; integer >>>= 7) bytes[at++] = integer | 0x80;
    bytes[at++] = integer;
  };
  let before = 0;
  for (let row = 0; row < times.length;) {
    const quarter = quarterOf(times[row] ?? 0);
    const [from, to] = [quarter * QUARTER_MS, (quarter + 1) * QUARTER_MS];
    const begin = row;
    while (row < times.length && isWithin(times[row] ?? 0, from, to)) row += 1;
    write(zigzag(quarter - before));
    write(row - begin);
    before = quarter;
    if (at > MOST_BYTES) return null;
  }
  return Buffer.from(bytes.subarray(0, at));
}

/** Tells each run: its quarter since 1970, its first row and the row after its last. */
export function forEachRun(
  bytes: Uint8Array,
  tell: (quarter: number, start: number, end: number) => void,
): void {
  let at = 0;
  const read = (): number => {
    let integer = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      integer |= (byte & 0x7f) << shift;
      if (byte < 0x80) return integer >>> 0;
    }
  };
  let quarter = 0;
  let row = 0;
  while (at < bytes.length) {
    const step = read();
    quarter += step % 2 === 0 ? step / 2 : -(step + 1) / 2;
    const end = row + read();
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
