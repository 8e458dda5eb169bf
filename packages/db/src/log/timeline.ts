import { BLOCK_SIZE } from '../blocks/block-codec.ts';
import { QUARTER_MS } from '../blocks/quarters-codec.ts';
import type { QuarterCounts } from '../blocks/tallies-codec.ts';
import type { BlockStore } from './block-store.ts';
import { segmentsOf, type BlocksSegment, type LogView } from './log-view.ts';
import type { QuarterCountsReader } from './quarter-counts.ts';
import type { Rows } from './rows.ts';
import type { SegmentCounts } from './segment-counts.ts';
import type { Selection } from './series-selection.ts';
import { createSharedCache } from './shared-cache.ts';
import { hasFewSeries, isSparse } from './take-sparse.ts';

export interface TimelineReader {
  /** Rows of the view between each boundary (ms, ascending) and the next. */
  of(view: LogView, boundaries: readonly number[]): Promise<Float64Array>;
}

const CACHE_BYTES = 16 * 1024 * 1024;
/** Of a count and of the time that ends it, as it stands in the key. */
const BYTES_PER_CUT = 40;

/** So many blocks in one bucket are rather counted by the totals at their ends than one by one. */
const MANY_BLOCKS = 8;

/**
 * Blocks that lie in one bucket are counted without a look at them where there is no filter, or where
 * they are many. Of the others it is enough to know how many rows each quarter of an hour has: hours,
 * days and months begin with one in every zone. Minutes do not: a block that one of them cuts is looked
 * through, and what lies between its cuts is kept by the cuts, wherever the timeline begins.
 */
export function createTimelineReader(
  store: BlockStore,
  counts: SegmentCounts,
  quarterCounts: QuarterCountsReader,
): TimelineReader {
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

  async function isSparseIn(view: LogView, segment: BlocksSegment): Promise<boolean> {
    return hasFewSeries(view) && isSparse(view, segment, await counts.of(view, segment));
  }

  /** Complete blocks, all of whose rows lie between the first and the last edge. */
  async function addBlocks(
    view: LogView,
    segment: BlocksSegment,
    edges: readonly number[],
    sums: Float64Array,
  ): Promise<void> {
    const { first, last } = segment;
    const { selection } = view;
    const bucketsOf = (block: number): readonly [number, number] => {
      const { min = 0, max = 0 } = store.headers[block] ?? {};
      return [bucketOf(edges, min), bucketOf(edges, max)];
    };
    const single: number[] = [];
    for (let block = first; block <= last; block++) {
      const run = { kind: 'blocks' as const, first: block, last: block };
      const [from, to] = bucketsOf(block);
      if (from === to) {
        while (run.last < last && bucketsOf(run.last + 1).every((bucket) => bucket === from)) {
          run.last += 1;
        }
      }
      block = run.last;
      const blocks = run.last + 1 - run.first;
      if (from === to && (!selection || blocks >= MANY_BLOCKS)) {
        sums[from] = (sums[from] ?? 0) + (await counts.of(view, run));
      } else {
        for (let number = run.first; number <= run.last; number++) single.push(number);
      }
    }
    const cutsOf = (block: number): readonly number[] => {
      const [from, to] = bucketsOf(block);
      return edges.slice(from + 1, to + 1);
    };
    const [even, uneven] = partition(single, (block) => cutsOf(block).every(isQuarter));
    const known = await quarterCounts.of(even, selection, await isSparseIn(view, segment));
    for (const block of even) {
      const quarters = known.get(block);
      if (quarters) addQuarters(quarters, edges, bucketsOf(block)[0], sums);
      else uneven.push(block);
    }
    for (const block of uneven) {
      const pieces = await countPieces(block, cutsOf(block), selection);
      const [from] = bucketsOf(block);
      pieces.forEach((rows, piece) => {
        sums[from + piece] = (sums[from + piece] ?? 0) + rows;
      });
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
        await addBlocks(view, segment, edges, sums);
      }
      return sums;
    },
  };
}

function isQuarter(time: number): boolean {
  return time % QUARTER_MS === 0;
}

/** Those that hold, and those that do not. */
function partition<T>(all: readonly T[], holds: (one: T) => boolean): [T[], T[]] {
  const [held, others]: [T[], T[]] = [[], []];
  for (const one of all) (holds(one) ? held : others).push(one);
  return [held, others];
}

/** None is before the bucket `first`. */
function addQuarters(
  { quarters, counts }: QuarterCounts,
  edges: readonly number[],
  first: number,
  sums: Float64Array,
): void {
  let bucket = first;
  for (const [index, quarter] of quarters.entries()) {
    while (quarter * QUARTER_MS >= (edges[bucket + 1] ?? Infinity)) bucket += 1;
    sums[bucket] = (sums[bucket] ?? 0) + (counts[index] ?? 0);
  }
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
