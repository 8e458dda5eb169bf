import { endianness } from 'node:os';

/** Rows of a block. */
export const BLOCK_SIZE = 65_536;

/** The two logs whose rows are kept in blocks as well. */
export const LOG = { detections: 1, alerts: 2 } as const;
export type Log = keyof typeof LOG;

if (endianness() !== 'LE') throw new Error('Blocks are little endian; this processor is not.');

/** Number of the block that holds `position` (1, 2, 3, ...). */
export function blockOf(position: number): number {
  return Math.floor((position - 1) / BLOCK_SIZE);
}

export interface EncodedTimes {
  /** ms since 1970 */
  min: number;
  max: number;
  /** What `blocks.detected` holds. */
  bytes: Buffer;
}

/** Times (ms since 1970) as offsets from the smallest: 4 bytes each, or 8 where they span over 49 days. */
export function encodeTimes(times: Float64Array): EncodedTimes {
  let min = Infinity;
  let max = -Infinity;
  for (const time of times) {
    if (time < min) min = time;
    if (time > max) max = time;
  }
  const Offsets = max - min <= 0xffff_ffff ? Uint32Array : Float64Array;
  const offsets = new Offsets(times.length);
  for (let row = 0; row < times.length; row++) offsets[row] = (times[row] ?? min) - min;
  return { min, max, bytes: Buffer.from(offsets.buffer) };
}

/** Offsets from the block's smallest time in ms, one a row. */
export function decodeTimes(bytes: Buffer): Uint32Array | Float64Array {
  return bytes.length === BLOCK_SIZE * 4
    ? decodeColumn(bytes, Uint32Array)
    : decodeColumn(bytes, Float64Array);
}

export function decodeSeries(bytes: Buffer): Uint32Array {
  return decodeColumn(bytes, Uint32Array);
}

/** Counts by series id; ids beyond the end have none. */
export function decodeTotals(bytes: Buffer): Float64Array {
  return decodeColumn(bytes, Float64Array);
}

/** A typed array over the bytes; copied, because the driver's buffers are not aligned. */
function decodeColumn<T>(
  bytes: Buffer,
  Column: { new (buffer: ArrayBuffer): T; BYTES_PER_ELEMENT: number },
): T {
  if (bytes.length % Column.BYTES_PER_ELEMENT !== 0) {
    throw new Error(`A block's column has ${String(bytes.length)} bytes, which is no whole row.`);
  }
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return new Column(copy);
}
