import { sumGroups } from './group-sums.ts';
import { keptBytes } from './kept-bytes.ts';
import type { LogStats, StatsQuery } from './log-reader.ts';
import type { LogView } from './log-view.ts';
import type { SeriesCatalogue } from './series-catalogue.ts';
import { createSharedCache } from './shared-cache.ts';
import type { ViewCounts } from './view-counts.ts';

export interface StatsReader {
  of(view: LogView, by: StatsQuery['by']): Promise<LogStats>;
}

const CACHE_BYTES = 16 * 1024 * 1024;
/** A row as an object and as text. */
const BYTES_PER_ROW = 150;

/** Answers are kept: the same question costs nothing until the log moves. */
export function createStatsReader(catalogue: SeriesCatalogue, counts: ViewCounts): StatsReader {
  const answers = createSharedCache<LogStats>(
    CACHE_BYTES,
    ({ rows }) => BYTES_PER_ROW * (rows.length + 1),
  );

  return {
    async of(view, by) {
      const { asOf, floor, from, to, selection } = view;
      const key = `${by} ${asOf} ${floor} ${from} ${to} ${selection?.key ?? ''}`;
      return await answers.get(key, () =>
        counts.read(view, (bySeries) => {
          const { rows, total } = sumGroups(catalogue, by, bySeries, selection?.ids ?? null);
          let text: Buffer | null = null;
          return {
            rows,
            total,
            asOf,
            json: () => (text ??= keptBytes(Buffer.from(JSON.stringify(rows)))),
          };
        }),
      );
    },
  };
}
