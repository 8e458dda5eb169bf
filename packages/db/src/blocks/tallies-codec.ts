import { pair, unpair } from './pairs.ts';
import { quarterOf } from './quarters-codec.ts';
import { createVarintReader, createVarintWriter } from './varints.ts';

/**
 * Tallies: how many rows a block has of each group of series in each quarter of an hour. A filter that takes
 * groups whole is answered from them, and not from the rows.
 *
 * Integers (varints.ts). First the quarters: how many, the first of them since 1970, and by how much each
 * other is later than the one before. Then the groups: how many, and of each the smallest id of its series,
 * which stands for all of them, less that of the group before, and how many bytes its counts have. Then the
 * counts, a group after the other: of each quarter in which the group has rows how many quarters of the list it
 * has passed over since the one before, and how many rows but one, both as one integer (pairs.ts).
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

/** Rows by their series, which are in groups. */
export interface GroupedRows {
  readonly ids: ArrayLike<number>;
  /** Of each row the index in `ids`. */
  readonly indexOf: ArrayLike<number>;
  /** Of each of `ids`; 0: in no group. */
  readonly groups: Uint32Array;
}

export function encodeTallies(
  { ids, indexOf, groups }: GroupedRows,
  { quarters, placeOf }: RowQuarters,
): Buffer {
  const width = quarters.length;
  const { members, ranks } = rank(ids, groups);
  if (members.length * width > MOST_CELLS) return NO_TALLIES;
  // The first are those of no group.
  const cells = new Uint32Array((members.length + 1) * width);
  for (let row = 0; row < placeOf.length; row++) {
    const cell = (ranks[indexOf[row] ?? 0] ?? 0) * width + (placeOf[row] ?? 0);
    cells[cell] = (cells[cell] ?? 0) + 1;
  }
  const heads = createVarintWriter();
  heads.write(width);
  quarters.forEach((quarter, place) => {
    heads.write(quarter - (quarters[place - 1] ?? 0));
  });
  heads.write(members.length);
  const counts = createVarintWriter();
  for (const [index, member] of members.entries()) {
    const begin = counts.length;
    writeCounts(counts, cells.subarray((index + 1) * width, (index + 2) * width));
    heads.write(member - (members[index - 1] ?? 0));
    heads.write(counts.length - begin);
    if (heads.length + counts.length > MOST_BYTES) return NO_TALLIES;
  }
  return Buffer.concat([heads.bytes(), counts.bytes()]);
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
  /** Where counts of wanted groups begin and end, from the first group on. */
  const wanted: [begin: number, end: number][] = [];
  let [member, length] = [0, 0];
  for (let left = reader.read(); left > 0; left--) {
    member += reader.read();
    const begin = length;
    length += reader.read();
    if (mask[member] === 1) wanted.push([begin, length]);
  }
  const first = reader.at;
  const counts = new Uint32Array(quarters.length);
  for (const [begin, end] of wanted) {
    reader.at = first + begin;
    for (let place = 0; reader.at < first + end; place++) {
      const [passed, others] = unpair(reader.read());
      place += passed;
      counts[place] = (counts[place] ?? 0) + others + 1;
    }
  }
  return { quarters, counts };
}

/** The smallest series of each group, ascending, and of each series which of them is its own, from 1 on; 0: none. */
function rank(
  ids: ArrayLike<number>,
  groups: Uint32Array,
): { members: number[]; ranks: Uint32Array } {
  let largest = 0;
  for (const group of groups) if (group > largest) largest = group;
  const smallest = new Uint32Array(largest + 1);
  const present: number[] = [];
  for (let index = 0; index < groups.length; index++) {
    const [group, id] = [groups[index] ?? 0, ids[index] ?? 0];
    if (group === 0) continue;
    const known = smallest[group] ?? 0;
    if (known === 0) present.push(group);
    if (known === 0 || id < known) smallest[group] = id;
  }
  const memberOf = (group: number): number => smallest[group] ?? 0;
  present.sort((one, other) => memberOf(one) - memberOf(other));
  const rankOf = new Uint32Array(largest + 1);
  for (const [index, group] of present.entries()) rankOf[group] = index + 1;
  return { members: present.map(memberOf), ranks: groups.map((group) => rankOf[group] ?? 0) };
}

function writeCounts(writer: ReturnType<typeof createVarintWriter>, counts: Uint32Array): void {
  let passed = 0;
  for (const rows of counts) {
    if (rows === 0) {
      passed += 1;
      continue;
    }
    writer.write(pair(passed, rows - 1));
    passed = 0;
  }
}
