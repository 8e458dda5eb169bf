import { categoriesOf } from '@intellisite/contracts';
import type pg from 'pg';

/** A vehicle at a source, with what filters compare. */
export interface Series {
  id: number;
  year: number;
  make: string;
  makeFolded: string;
  model: string;
  modelFolded: string;
  /** The text as it came. */
  category: string;
  /** Case-folded names of the categories that the text means. */
  categories: readonly string[];
  source: string | null;
}

export interface SeriesCatalogue {
  /** By id; ids that were never used are undefined. */
  readonly byId: readonly (Series | undefined)[];
  /** Knows every series that was committed before the call. */
  refresh(): Promise<void>;
}

const NEW_SERIES = `
  SELECT e.id, v.year, m.name AS make, m.folded AS "makeFolded", o.name AS model,
         o.folded AS "modelFolded", v.category, s.name AS source
    FROM series e
    JOIN vehicles v ON v.id = e.vehicle_id
    JOIN models o ON o.id = v.model_id
    JOIN makes m ON m.id = o.make_id
    LEFT JOIN sources s ON s.id = e.source_id
   WHERE e.id > $1 ORDER BY e.id`;

/**
 * All series, in memory: they are few (one for each vehicle and source), never change, and are
 * committed in the order of their ids, because only the ingest transaction adds them.
 */
export function createSeriesCatalogue(pool: pg.Pool): SeriesCatalogue {
  const byId: (Series | undefined)[] = [];
  return {
    byId,
    async refresh() {
      const known = byId.length - 1;
      const { rows } = await pool.query<Omit<Series, 'categories'>>(NEW_SERIES, [known]);
      for (const row of rows) byId[row.id] = { ...row, categories: categoriesOf(row.category) };
    },
  };
}
