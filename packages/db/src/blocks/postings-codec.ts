import { BLOCK_SIZE } from './block-codec.ts';

/**
 * Postings: the rows of a block by series, so that those of a few series are found without the others.
 *
 * Series ids are put into buckets of 256. First come the rows' entries, by series and then by row: the
 * series' place in its bucket (1 byte) and the row (2 bytes). Then, at a place that is the same in every
 * block, the directory: how many entries there are before each bucket, and in all. Little endian.
 */
const BUCKET_BITS = 8;
const IN_BUCKET = 0xff;
const ALL_BITS = 0xffff_ffff;
export const ENTRY_BYTES = 3;
export const DIRECTORY_AT = ENTRY_BYTES * BLOCK_SIZE;
export const DIRECTORY_BYTES = 4;

const TWO_32 = 0x1_0000_0000;

export function bucketOf(series: number): number {
  return series >>> BUCKET_BITS;
}

/** Sorts by the last byte of the id, then by its bucket: two passes, with memory for buckets alone. */
export function encodePostings(series: Uint32Array): Buffer {
  let largest = 0;
  for (const id of series) if (id > largest) largest = id;
  const next = beginsOf(series, 0, IN_BUCKET, IN_BUCKET + 1);
  const byLastByte = new Uint16Array(series.length);
  for (let row = 0; row < series.length; row++) {
    const lastByte = (series[row] ?? 0) & IN_BUCKET;
    const place = next[lastByte] ?? 0;
    next[lastByte] = place + 1;
    byLastByte[place] = row;
  }
  const begins = beginsOf(series, BUCKET_BITS, ALL_BITS, bucketOf(largest) + 1);
  const bytes = Buffer.allocUnsafe(DIRECTORY_AT + begins.byteLength);
  bytes.set(new Uint8Array(begins.buffer), DIRECTORY_AT);
  for (const row of byLastByte) {
    const id = series[row] ?? 0;
    const bucket = bucketOf(id);
    const entry = begins[bucket] ?? 0;
    begins[bucket] = entry + 1;
    const at = ENTRY_BYTES * entry;
    bytes[at] = id & IN_BUCKET;
    bytes[at + 1] = row;
    bytes[at + 2] = row >>> 8;
  }
  return bytes;
}

/** How many rows are before each key, and in all; a key is what `mask` leaves of the id. */
function beginsOf(series: Uint32Array, shift: number, mask: number, keys: number): Uint32Array {
  const begins = new Uint32Array(keys + 1);
  for (const id of series) {
    const next = ((id >>> shift) & mask) + 1;
    begins[next] = (begins[next] ?? 0) + 1;
  }
  for (let key = 1; key < begins.length; key++) {
    begins[key] = (begins[key] ?? 0) + (begins[key - 1] ?? 0);
  }
  return begins;
}

/** A row of a block and its series in one number, in whose order rows follow each other. */
export function postedRow(row: number, series: number): number {
  return row * TWO_32 + series;
}

export function rowOf(posted: number): number {
  return Math.floor(posted / TWO_32);
}

export function seriesOf(posted: number): number {
  return posted % TWO_32;
}

/** Adds the rows that the entries of a bucket have of the selected series; `mask` has 1 for each. */
export function pickRows(
  entries: Uint8Array,
  bucket: number,
  mask: Uint8Array,
  picked: number[],
): void {
  const first = bucket << BUCKET_BITS;
  for (let at = 0; at < entries.length; at += ENTRY_BYTES) {
    const series = first + (entries[at] ?? 0);
    if (mask[series] !== 1) continue;
    picked.push(postedRow((entries[at + 1] ?? 0) | ((entries[at + 2] ?? 0) << 8), series));
  }
}
