import type { BlockStore } from './block-store.ts';
import type { BlocksSegment, LogView } from './log-view.ts';
import type { Order } from './log-reader.ts';
import type { SegmentCounts } from './segment-counts.ts';

type Headers = Pick<BlockStore, 'headers'>;

/** A block, and how many of the view's rows to pass over in it, with which wanted rows begin. */
export interface Start {
  block: number;
  left: number;
}

/** The first block of a segment, whether or not there are rows in it. */
export function edgeOf({ first, last }: BlocksSegment, order: Order): Start {
  return { block: order === 'newest' ? last : first, left: 0 };
}

/** Where the rows of a segment begin or, after so many of them, go on; there must be one more. */
export async function startAfter(
  blocks: Headers,
  counts: SegmentCounts,
  view: LogView,
  segment: BlocksSegment,
  { passed, order }: { passed: number; order: Order },
): Promise<Start> {
  const { first, last } = segment;
  const begin = await counts.through(view, first - 1);
  const end = await counts.through(view, last);
  // Counted from the oldest in the log.
  const rank = order === 'newest' ? end - 1 - passed : begin + passed;
  const block = await blockOfRank(blocks, counts, view, segment, rank);
  const left =
    order === 'newest'
      ? (await counts.through(view, block)) - 1 - rank
      : rank - (await counts.through(view, block - 1));
  return { block, left };
}

/**
 * The block that holds the row with so many of the view's rows before it in the log.
 *
 * Rows are mostly spread evenly, so it looks where the row should be then; each third look halves what is
 * left, whatever the rows are like. Where it can it looks at blocks that have totals: to count up to
 * another one, the blocks since the last totals are read.
 */
async function blockOfRank(
  { headers }: Headers,
  counts: SegmentCounts,
  view: LogView,
  { first, last }: BlocksSegment,
  rank: number,
): Promise<number> {
  let [low, high] = [first, last];
  let before = await counts.through(view, first - 1);
  let through = await counts.through(view, last);
  for (let looks = 1; low < high; looks++) {
    const share = looks % 3 === 0 ? 0.5 : (rank + 0.5 - before) / (through - before);
    const middle = Math.min(low + Math.floor(share * (high + 1 - low)), high - 1);
    let probe = middle;
    while (probe > low && headers[probe]?.hasTotals !== true) probe -= 1;
    if (headers[probe]?.hasTotals !== true) {
      probe = middle;
      while (probe < high - 1 && headers[probe]?.hasTotals !== true) probe += 1;
    }
    const count = await counts.through(view, probe);
    if (count > rank) [high, through] = [probe, count];
    else [low, before] = [probe + 1, count];
  }
  return low;
}
