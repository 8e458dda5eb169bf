import { BLOCK_SIZE } from '../blocks/block-codec.ts';
import type { BlockStore } from './block-store.ts';
import { segmentsOf, type LogView } from './log-view.ts';
import type { Rows } from './rows.ts';
import type { SegmentCounts } from './segment-counts.ts';
import type { Selection } from './series-selection.ts';
import { createSharedCache } from './shared-cache.ts';

export interface TimelineReader {
  /** Rows of the view between each boundary (ms, ascending) and the next. */
  of(view: LogView, boundaries: readonly number[]): Promise<Float64Array>;
}

const CACHE_BYTES = 16 * 1024 * 1024;
/** Of a count and of the time that ends it, as it stands in the key. */
const BYTES_PER_CUT = 40;

/**
 * Blocks that lie in one bucket are counted without a look at them. One that several buckets cut is
 * looked through once: what lies between its cuts is kept by the cuts, wherever the timeline begins.
 */
export function createTimelineReader(store: BlockStore, counts: SegmentCounts): TimelineReader {
  const cutBlocks = createSharedCache<Float64Array>(
    CACHE_BYTES,
    (pieces) => BYTES_PER_CUT * (pieces.length + 1),
  );

  /** Rows of a complete block before the first cut, between each and the next, and after the last. */
  async function countPieces(
    block: number,
    cuts: readonly number[],
    selection: Selection | null,
  ): Promise<Float64Array> {
    return await cutBlocks.get(`${block} ${cuts.join()} ${selection?.key ?? ''}`, async () => {
      const pieces = new Float64Array(cuts.length + 1);
      const rows = await store.rows(block, 0, BLOCK_SIZE);
      countBetween(rows, 0, BLOCK_SIZE, selection, [-Infinity, ...cuts, Infinity], pieces);
      return pieces;
    });
  }

  /** Complete blocks, all of whose rows lie between the first and the last edge. */
  async function addBlocks(
    view: LogView,
    first: number,
    last: number,
    edges: readonly number[],
    sums: Float64Array,
  ): Promise<void> {
    const bucketsOf = (block: number): readonly [number, number] => {
      const { min = 0, max = 0 } = store.headers[block] ?? {};
      return [bucketOf(edges, min), bucketOf(edges, max)];
    };
    for (let block = first; block <= last; block++) {
      const [from, to] = bucketsOf(block);
      if (from === to) {
        const run = { kind: 'blocks' as const, first: block, last: block };
        while (run.last < last && bucketsOf(run.last + 1).every((bucket) => bucket === from)) {
          run.last += 1;
        }
        sums[from] = (sums[from] ?? 0) + (await counts.of(view, run));
        block = run.last;
      } else {
        const pieces = await countPieces(block, edges.slice(from + 1, to + 1), view.selection);
        for (let piece = 0; piece < pieces.length; piece++) {
          sums[from + piece] = (sums[from + piece] ?? 0) + (pieces[piece] ?? 0);
        }
      }
    }
  }

  return {
    async of(view, boundaries) {
      const buckets = Math.max(0, boundaries.length - 1);
      const sums = new Float64Array(buckets);
      // The time range of the filter cuts the buckets that it begins and ends in.
      const edges = boundaries.map((edge) => Math.min(Math.max(edge, view.from), view.to));
      const range = { ...view, from: edges[0] ?? Infinity, to: edges.at(-1) ?? -Infinity };
      for (const segment of segmentsOf(store, range)) {
        if (segment.kind === 'rows') {
          const { block, start, end } = segment;
          const rows = await store.rows(block, start, end);
          countBetween(rows, start, end, view.selection, edges, sums);
          continue;
        }
        await addBlocks(view, segment.first, segment.last, edges, sums);
      }
      return sums;
    },
  };
}

/** Adds the rows of [start, end) of the selection to the counts between each edge and the next. */
function countBetween(
  { series, base, offsets }: Rows,
  start: number,
  end: number,
  selection: Selection | null,
  edges: readonly number[],
  sums: Float64Array,
): void {
  const mask = selection?.mask;
  const first = edges[0] ?? Infinity;
  const last = edges.at(-1) ?? -Infinity;
  let bucket = 0;
  for (let row = start; row < end; row++) {
    if (mask !== undefined && mask[series[row] ?? 0] !== 1) continue;
    const time = base + (offsets[row] ?? 0);
    if (time < first || time >= last) continue;
    // Most rows are in the bucket of the row before.
    if (time < (edges[bucket] ?? Infinity) || time >= (edges[bucket + 1] ?? -Infinity)) {
      bucket = bucketOf(edges, time);
    }
    sums[bucket] = (sums[bucket] ?? 0) + 1;
  }
}

/** The last edge at or before a time; -1: none. */
function bucketOf(edges: readonly number[], time: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? Infinity) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
