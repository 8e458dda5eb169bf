import { BLOCK_SIZE } from '../blocks/block-codec.ts';
import type { BlockStore } from './block-store.ts';
import { segmentsOf, type LogView, type Segment } from './log-view.ts';
import type { PageQuery } from './log-reader.ts';
import { atAnyTime, noRows, takeRows, type FoundRows } from './rows.ts';
import type { SegmentCounts } from './segment-counts.ts';

/** Where rows are read from. */
export type BlockReader = Pick<BlockStore, 'rows' | 'headers'>;

export type Wanted = Pick<PageQuery, 'skip' | 'limit' | 'order'>;

/** A view's segments, oldest first, with how many rows each has. */
export interface LocatedRows {
  readonly view: LogView;
  readonly segments: readonly { segment: Segment; size: number }[];
  readonly total: number;
}

export async function locateRows(
  store: BlockStore,
  counts: SegmentCounts,
  view: LogView,
): Promise<LocatedRows> {
  const segments = [];
  let total = 0;
  for (const segment of segmentsOf(store, view)) {
    const size = await counts.of(view, segment);
    segments.push({ segment, size });
    total += size;
  }
  return { view, segments, total };
}

export async function takeLocated(
  blocks: BlockReader,
  counts: SegmentCounts,
  { view, segments, total }: LocatedRows,
  { skip, limit, order }: Wanted,
): Promise<FoundRows> {
  const found = noRows();
  if (skip >= total) return found;
  let left = skip;
  for (const { segment, size } of order === 'newest' ? segments.toReversed() : segments) {
    if (found.numbers.length >= limit) break;
    if (left >= size) {
      left -= size;
      continue;
    }
    const wanted = { skip: left, limit, order };
    if (segment.kind === 'rows') {
      const { block, start, end } = segment;
      takeRows(await blocks.rows(block, start, end), { start, end, ...wanted }, view, found);
    } else {
      await takeFromBlocks(blocks, counts, view, segment, wanted, found);
    }
    left = 0;
  }
  return found;
}

/**
 * Finds each next block that has a row by bisection over the counts: blocks without one are never read.
 */
async function takeFromBlocks(
  blocks: BlockReader,
  counts: SegmentCounts,
  view: LogView,
  segment: Extract<Segment, { kind: 'blocks' }>,
  { skip, limit, order }: Wanted,
  found: FoundRows,
): Promise<void> {
  const { first, last } = segment;
  const begin = await counts.through(view, first - 1);
  const end = await counts.through(view, last);
  const condition = atAnyTime(view);
  /** Rows of the segment passed over or taken, in the order asked for. */
  let passed = skip;
  while (passed < end - begin && found.numbers.length < limit) {
    // The rank, from the oldest in the log, of the next row.
    const rank = order === 'oldest' ? begin + passed : end - 1 - passed;
    const block = await blockOfRank(blocks, counts, view, segment, rank);
    const before = await counts.through(view, block - 1);
    const through = await counts.through(view, block);
    const taken = found.numbers.length;
    const skipped = order === 'oldest' ? rank - before : through - 1 - rank;
    const left = through - before - skipped;
    takeRows(
      await blocks.rows(block, 0, BLOCK_SIZE),
      {
        start: 0,
        end: BLOCK_SIZE,
        order,
        skip: skipped,
        // After the last of them nothing more is looked at.
        limit: Math.min(limit, taken + left),
      },
      condition,
      found,
    );
    passed += found.numbers.length - taken;
    if (found.numbers.length === taken) {
      throw new Error(`Block ${block} has fewer rows than its totals say.`);
    }
  }
}

/**
 * The block that holds the row with so many of the view's rows before it in the log.
 *
 * Where it can it looks at blocks that have totals: to count up to another one, the blocks since the
 * last totals are read.
 */
async function blockOfRank(
  { headers }: Pick<BlockStore, 'headers'>,
  counts: SegmentCounts,
  view: LogView,
  { first, last }: Extract<Segment, { kind: 'blocks' }>,
  rank: number,
): Promise<number> {
  let low = first;
  let high = last;
  while (low < high) {
    const middle = (low + high) >> 1;
    let probe = middle;
    while (probe > low && headers[probe]?.hasTotals !== true) probe -= 1;
    if (headers[probe]?.hasTotals !== true) {
      probe = middle;
      while (probe < high - 1 && headers[probe]?.hasTotals !== true) probe += 1;
    }
    if ((await counts.through(view, probe)) > rank) high = probe;
    else low = probe + 1;
  }
  return low;
}
