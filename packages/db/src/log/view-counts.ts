import { BLOCK_SIZE } from '../blocks/block-codec.ts';
import type { BlockStore } from './block-store.ts';
import { segmentsOf, type LogView } from './log-view.ts';
import { addRowsWithin, isTimeless } from './rows.ts';
import type { SeriesCatalogue } from './series-catalogue.ts';
import type { SeriesCounts } from './series-counts.ts';

/** Rows of each series in a view. */
export interface ViewCounts {
  /**
   * Lets `read` look at the counts by series id, of the view's selection and of all others alike. They
   * are valid only while it runs.
   */
  read<Answer>(view: LogView, read: (bySeries: Float64Array) => Answer): Promise<Answer>;
}

export function createViewCounts(
  store: BlockStore,
  catalogue: SeriesCatalogue,
  counts: SeriesCounts,
): ViewCounts {
  return {
    async read(view, read) {
      if (isTimeless(view) && view.floor === 0) return await counts.at(view.asOf, read);
      const bySeries = new Float64Array(catalogue.size);
      for (const segment of segmentsOf(store, view)) {
        if (segment.kind === 'blocks') {
          await counts.add((segment.last + 1) * BLOCK_SIZE, 1, bySeries);
          await counts.add(segment.first * BLOCK_SIZE, -1, bySeries);
        } else {
          const { block, start, end } = segment;
          addRowsWithin(await store.rows(block, start, end), start, end, view, bySeries);
        }
      }
      return read(bySeries);
    },
  };
}
