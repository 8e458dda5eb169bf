import { quarterOf } from './quarters-codec.ts';
import { createVarintReader, createVarintWriter } from './varints.ts';

/**
 * Tallies: how many rows a block has of each group of series in each quarter of an hour. A filter that takes
 * groups whole is answered from them, and not from the rows.
 *
 * Integers (varints.ts). First the quarters: how many, the first of them since 1970, and by how much each
 * other is later than the one before. Then of each group the id of one of its series, which stands for all of
 * them, the length of the rest in bytes, and of each quarter in which it has rows by how many quarters of the
 * list it is after the one before (the first: after the begin of the list), and how many rows.
 *
 * Empty: they would say hardly less than the rows themselves. That is so of slow traffic, whose blocks are few.
 */
export const NO_TALLIES = Buffer.alloc(0);

const MOST_BYTES = 65_536;
/** Counts that are held while a block is encoded. */
const MOST_CELLS = 524_288;
const MOST_QUARTERS = 8_192;

/** In which quarters a block has rows, and in which of them each row is. */
export interface RowQuarters {
  /** Since 1970, ascending. */
  readonly quarters: readonly number[];
  /** Of each row the place in `quarters`. */
  readonly placeOf: Uint16Array;
}

/** `times` in ms since 1970. Null: they are too many. */
export function quartersOfRows(times: Float64Array): RowQuarters | null {
  const seen = new Map<number, number>();
  const order = new Uint16Array(times.length);
  let [latest, nth] = [Number.NaN, 0];
  for (let row = 0; row < times.length; row++) {
    const quarter = quarterOf(times[row] ?? 0);
    // Most rows are in the quarter of the row before.
    if (quarter !== latest) {
      latest = quarter;
      nth = seen.get(quarter) ?? seen.size;
      if (nth >= MOST_QUARTERS) return null;
      seen.set(quarter, nth);
    }
    order[row] = nth;
  }
  const quarters = [...seen.keys()].sort((one, other) => one - other);
  const places = new Uint16Array(quarters.length);
  quarters.forEach((quarter, place) => {
    places[seen.get(quarter) ?? 0] = place;
  });
  return { quarters, placeOf: order.map((nth) => places[nth] ?? 0) };
}

/**
 * @param series of each row
 * @param groupOf by id of the series; 0: in no group
 */
export function encodeTallies(
  series: Uint32Array,
  groupOf: Uint32Array,
  { quarters, placeOf }: RowQuarters,
): Buffer {
  const { members, indexOf } = groupsIn(series, groupOf);
  const width = quarters.length;
  if (members.length * width > MOST_CELLS) return NO_TALLIES;
  const cells = new Uint32Array(members.length * width);
  for (let row = 0; row < series.length; row++) {
    const index = indexOf[groupOf[series[row] ?? 0] ?? 0] ?? 0;
    if (index === 0) continue;
    const cell = (index - 1) * width + (placeOf[row] ?? 0);
    cells[cell] = (cells[cell] ?? 0) + 1;
  }
  const all = createVarintWriter();
  all.write(width);
  quarters.forEach((quarter, place) => {
    all.write(quarter - (quarters[place - 1] ?? 0));
  });
  const pieces = [Buffer.from(all.bytes())];
  let length = all.length;
  const group = createVarintWriter();
  for (const [index, member] of members.entries()) {
    group.clear();
    writeCounts(group, cells.subarray(index * width, (index + 1) * width));
    all.clear();
    all.write(member);
    all.write(group.length);
    pieces.push(Buffer.concat([all.bytes(), group.bytes()]));
    length += all.length + group.length;
    if (length > MOST_BYTES) return NO_TALLIES;
  }
  return Buffer.concat(pieces, length);
}

/** Rows of a block by the quarter of an hour that they were detected in; others have none. */
export interface QuarterCounts {
  /** Since 1970, ascending. */
  readonly quarters: Int32Array;
  readonly counts: Uint32Array;
}

/** The tallies of all groups whose series has a 1 in the mask, added up. */
export function addTallies(bytes: Uint8Array, mask: Uint8Array): QuarterCounts {
  const reader = createVarintReader(bytes);
  const quarters = new Int32Array(reader.read());
  for (let place = 0; place < quarters.length; place++) {
    quarters[place] = (quarters[place - 1] ?? 0) + reader.read();
  }
  const counts = new Uint32Array(quarters.length);
  while (reader.at < bytes.length) {
    const isWanted = mask[reader.read()] === 1;
    const length = reader.read();
    const end = reader.at + length;
    if (!isWanted) {
      reader.at = end;
      continue;
    }
    for (let place = 0; reader.at < end;) {
      place += reader.read();
      counts[place] = (counts[place] ?? 0) + reader.read();
    }
  }
  return { quarters, counts };
}

/** The groups that have rows: a series of each, and by group its index from 1 on; 0: it has none. */
function groupsIn(
  series: Uint32Array,
  groupOf: Uint32Array,
): { members: number[]; indexOf: Uint32Array } {
  let largest = 0;
  for (const id of series) largest = Math.max(largest, groupOf[id] ?? 0);
  const members: number[] = [];
  const indexOf = new Uint32Array(largest + 1);
  for (const id of series) {
    const group = groupOf[id] ?? 0;
    if (group > 0 && indexOf[group] === 0) indexOf[group] = members.push(id);
  }
  return { members, indexOf };
}

function writeCounts(writer: ReturnType<typeof createVarintWriter>, counts: Uint32Array): void {
  let before = 0;
  for (let place = 0; place < counts.length; place++) {
    const rows = counts[place] ?? 0;
    if (rows === 0) continue;
    writer.write(place - before);
    writer.write(rows);
    before = place;
  }
}
