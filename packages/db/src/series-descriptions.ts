import type { Vehicle } from '@intellisite/contracts';
import type { Pool } from './connection.ts';

export interface SeriesDescription {
  vehicle: Vehicle;
  source: string | null;
}

export interface SeriesDescriptions {
  /** What the series are, by id; ids that do not exist are missing. */
  get(ids: Iterable<number>): Promise<ReadonlyMap<number, SeriesDescription>>;
  /** After the database turned out to be another one. */
  clear(): void;
}

const MOST_REMEMBERED = 200_000;

/** Series never change, so each is read once and remembered. */
export function createSeriesDescriptions(pool: Pool): SeriesDescriptions {
  const known = new Map<number, SeriesDescription>();

  async function load(ids: readonly number[]): Promise<void> {
    const { rows } = await pool.query<{
      id: number;
      year: number;
      make: string;
      model: string;
      category: string;
      source: string | null;
    }>(
      `SELECT e.id, v.year, m.name AS make, o.name AS model, v.category, s.name AS source
         FROM series e
         JOIN vehicles v ON v.id = e.vehicle_id
         JOIN models o ON o.id = v.model_id
         JOIN makes m ON m.id = o.make_id
         LEFT JOIN sources s ON s.id = e.source_id
        WHERE e.id = ANY ($1)`,
      [ids],
    );
    for (const { id, source, ...vehicle } of rows) known.set(id, { vehicle, source });
  }

  return {
    async get(ids) {
      if (known.size >= MOST_REMEMBERED) known.clear();
      const missing = [...new Set(ids)].filter((id) => !known.has(id));
      if (missing.length > 0) await load(missing);
      return known;
    },
    clear() {
      known.clear();
    },
  };
}
