import { BLOCK_SIZE } from '../blocks/block-codec.ts';
import type { BlockStore } from './block-store.ts';
import { sumGroups } from './group-sums.ts';
import type { LogStats, StatsQuery } from './log-reader.ts';
import { segmentsOf, type LogView } from './log-view.ts';
import { addRowsWithin, isTimeless } from './rows.ts';
import type { SeriesCatalogue } from './series-catalogue.ts';
import type { SeriesCounts } from './series-counts.ts';
import { createSharedCache } from './shared-cache.ts';

export interface StatsReader {
  of(view: LogView, by: StatsQuery['by']): Promise<LogStats>;
}

const CACHE_BYTES = 16 * 1024 * 1024;
/** A row as an object and as text. */
const BYTES_PER_ROW = 150;

/** Answers are kept: the same question costs nothing until the log moves. */
export function createStatsReader(
  store: BlockStore,
  catalogue: SeriesCatalogue,
  counts: SeriesCounts,
): StatsReader {
  const answers = createSharedCache<LogStats>(
    CACHE_BYTES,
    ({ rows }) => BYTES_PER_ROW * (rows.length + 1),
  );

  /** Lets `read` look at the counts of the view by series, whether they are of its selection or not. */
  async function withCounts<Answer>(
    view: LogView,
    read: (bySeries: Float64Array) => Answer,
  ): Promise<Answer> {
    if (isTimeless(view) && view.floor === 0) return await counts.at(view.asOf, read);
    const bySeries = new Float64Array(catalogue.size);
    for (const segment of segmentsOf(store, view)) {
      if (segment.kind === 'blocks') {
        await counts.add((segment.last + 1) * BLOCK_SIZE, 1, bySeries);
        await counts.add(segment.first * BLOCK_SIZE, -1, bySeries);
      } else {
        const { block, start, end } = segment;
        addRowsWithin(await store.rows(block, end), start, end, view, bySeries);
      }
    }
    return read(bySeries);
  }

  return {
    async of(view, by) {
      const { asOf, floor, from, to, selection } = view;
      const key = `${by} ${asOf} ${floor} ${from} ${to} ${selection?.key ?? ''}`;
      return await answers.get(key, () =>
        withCounts(view, (bySeries) => {
          const { rows, total } = sumGroups(catalogue, by, bySeries, selection?.ids ?? null);
          let text: Buffer | null = null;
          return {
            rows,
            total,
            asOf,
            json: () => (text ??= Buffer.from(JSON.stringify(rows))),
          };
        }),
      );
    },
  };
}
