import { BLOCK_SIZE } from '../blocks/block-codec.ts';
import { edgeOf, startAfter } from './segment-start.ts';
import type { BlockReader, Wanted } from './find-rows.ts';
import type { BlocksSegment, LogView } from './log-view.ts';
import type { FoundRows } from './rows.ts';
import type { SegmentCounts } from './segment-counts.ts';
import { FEW_SERIES, type SelectedRow } from './selected-rows.ts';
import type { Selection } from './series-selection.ts';

/** A view of few series. */
type SparseView = LogView & { selection: Selection };

/** A block with more rows of a view than this is read whole: the next page may well be in it. */
const FEW_ROWS = 32;
/** One statement looks at no more, and so ends soon. */
const MOST_BLOCKS = 1_024;

export function hasFewSeries(view: LogView): view is SparseView {
  return view.selection !== null && view.selection.ids.length <= FEW_SERIES;
}

/** Whether so many rows of few series are spread over so many blocks that each holds next to none. */
export function isSparse(
  view: LogView,
  { first, last }: BlocksSegment,
  size: number,
): view is SparseView {
  return hasFewSeries(view) && size <= FEW_ROWS * (last + 1 - first);
}

/**
 * Appends rows of the segment, whatever their time, until `found` holds `limit`, after passing over
 * `skip` of them: many blocks at once, and of each only what belongs to the series.
 */
export async function takeSparse(
  blocks: BlockReader,
  counts: SegmentCounts,
  view: SparseView,
  segment: BlocksSegment,
  { skip, limit, order }: Wanted,
  found: FoundRows,
): Promise<void> {
  const { first, last } = segment;
  const size = await counts.of(view, segment);
  const rows = Math.min(size - skip, limit - found.numbers.length);
  const blocksOfRow = (last + 1 - first) / size;
  const step = order === 'newest' ? -1 : 1;
  let { block, left } =
    skip === 0
      ? edgeOf(segment, order)
      : await startAfter(blocks, counts, view, segment, { passed: skip, order });
  const taken: SelectedRow[] = [];
  while (taken.length < rows) {
    const guess = Math.ceil((rows - taken.length + left) * blocksOfRow) + 1;
    const there = order === 'newest' ? block + 1 - first : last + 1 - block;
    const length = Math.min(guess, there, MOST_BLOCKS);
    if (length <= 0) throw new Error('The blocks have fewer rows than their totals say.');
    const numbers = Array.from({ length }, (_, index) => block + step * index);
    for (const of of await blocks.selected.read(numbers, view.selection)) {
      const count = of.rows.length;
      for (let nth = left; nth < count && taken.length < rows; nth++) {
        taken.push({ of, index: order === 'newest' ? count - 1 - nth : nth });
      }
      left = 0;
    }
    block += step * length;
  }
  await blocks.selected.readTimes(taken);
  for (const { of, index } of taken) {
    found.numbers.push(of.block * BLOCK_SIZE + 1 + (of.rows[index] ?? 0));
    found.series.push(of.series[index] ?? 0);
    found.times.push(of.times[index] ?? 0);
  }
}
