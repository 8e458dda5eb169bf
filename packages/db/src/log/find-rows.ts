import { BLOCK_SIZE } from '../blocks/block-codec.ts';
import type { BlockStore } from './block-store.ts';
import { edgeOf, startAfter, type Start } from './segment-start.ts';
import { segmentsOf, type BlocksSegment, type LogView, type Segment } from './log-view.ts';
import type { PageQuery } from './log-reader.ts';
import { atAnyTime, noRows, takeRows, type FoundRows } from './rows.ts';
import type { SegmentCounts } from './segment-counts.ts';
import { isSparse, takeSparse } from './take-sparse.ts';

/** Where rows are read from. */
export type BlockReader = Pick<BlockStore, 'rows' | 'headers' | 'selected'>;

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

/** The block after one that had a row mostly has one, too; after one that had none it is looked for. */
async function takeFromBlocks(
  blocks: BlockReader,
  counts: SegmentCounts,
  view: LogView,
  segment: BlocksSegment,
  wanted: Wanted,
  found: FoundRows,
): Promise<void> {
  const { skip, limit, order } = wanted;
  const size = await counts.of(view, segment);
  if (isSparse(view, segment, size)) {
    await takeSparse(blocks, counts, view, segment, wanted, found);
    return;
  }
  const condition = atAnyTime(view);
  const enough = found.numbers.length + Math.min(size - skip, limit - found.numbers.length);
  const step = order === 'newest' ? -1 : 1;
  const startAt = (passed: number): Promise<Start> =>
    startAfter(blocks, counts, view, segment, { passed, order });
  let { block, left } = skip === 0 ? edgeOf(segment, order) : await startAt(skip);
  let isSure = skip > 0;
  let passed = skip;
  while (segment.first <= block && block <= segment.last) {
    const before = found.numbers.length;
    const rows = await blocks.rows(block, 0, BLOCK_SIZE);
    const stretch = { start: 0, end: BLOCK_SIZE, order, skip: left, limit: enough };
    takeRows(rows, stretch, condition, found);
    const taken = found.numbers.length - before;
    passed += taken;
    if (found.numbers.length >= enough) return;
    if (taken === 0 && isSure) break;
    isSure = taken === 0;
    ({ block, left } = isSure ? await startAt(passed) : { block: block + step, left: 0 });
  }
  throw new Error('The blocks have fewer rows than their totals say.');
}
