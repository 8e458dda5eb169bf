import type { BlockStore } from './block-store.ts';
import { locateRows, takeLocated, type BlockReader } from './find-rows.ts';
import type { LogView } from './log-view.ts';
import type { Order } from './log-reader.ts';
import type { FoundRows, Rows } from './rows.ts';
import type { SegmentCounts } from './segment-counts.ts';

/** Rows of a chunk: a few hundred KB of text. */
const CHUNK = 4_096;

/**
 * All rows of a view, in chunks. Blocks that are not in memory are not kept there either: an export
 * must not push out what everybody else asks for.
 */
export async function* scanRows(
  store: BlockStore,
  counts: SegmentCounts,
  view: LogView,
  order: Order,
  signal: AbortSignal | undefined,
): AsyncGenerator<FoundRows, void, undefined> {
  const passing = passingBlocks(store);
  const located = await locateRows(store, counts, view);
  for (let skip = 0; skip < located.total; skip += CHUNK) {
    signal?.throwIfAborted();
    yield await takeLocated(passing, counts, located, { skip, limit: CHUNK, order });
  }
}

/** Keeps the block that was looked at last and no other. */
function passingBlocks(store: BlockStore): BlockReader {
  let last: { block: number; rows: Rows } | null = null;
  return {
    headers: store.headers,
    selected: store.selected,
    async rows(block, start, end) {
      // A scan asks for the same rows of a block again, never for more.
      if (last?.block === block) return last.rows;
      const rows = await store.passingRows(block, start, end);
      last = { block, rows };
      return rows;
    },
  };
}
