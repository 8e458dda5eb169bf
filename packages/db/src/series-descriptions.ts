import type { Vehicle } from '@intellisite/contracts';
import type { Pool } from './connection.ts';
import { StoreChangedError } from './ingest/ingest-batch.ts';

export interface SeriesDescription {
  vehicle: Vehicle;
  source: string | null;
}

export interface SeriesDescriptions {
  /**
   * What the series of the database with this identity are, by id.
   *
   * @throws StoreChangedError if the database has none of this id, or another identity by now
   */
  get(epoch: string, ids: readonly number[]): Promise<ReadonlyMap<number, SeriesDescription>>;
}

const MOST_REMEMBERED = 200_000;

/**
 * Series never change, so each is read once and remembered. For readers of a few; one that asks about
 * all of a log has the whole catalogue.
 */
export function createSeriesDescriptions(pool: Pool): SeriesDescriptions {
  let remembered = { epoch: '', known: new Map<number, SeriesDescription>() };

  return {
    async get(epoch, ids) {
      if (remembered.epoch !== epoch || remembered.known.size >= MOST_REMEMBERED) {
        remembered = { epoch, known: new Map() };
      }
      // Others may begin to remember anew while this call waits.
      const { known } = remembered;
      const missing = [...new Set(ids)].filter((id) => !known.has(id));
      if (missing.length > 0) {
        for (const [id, series] of await describe(pool, epoch, missing)) known.set(id, series);
      }
      for (const id of missing) {
        if (!known.has(id)) throw new StoreChangedError(`series ${id} is gone`);
      }
      return known;
    },
  };
}

async function describe(
  pool: Pool,
  epoch: string,
  ids: readonly number[],
): Promise<[number, SeriesDescription][]> {
  const { rows } = await pool.query<Vehicle & { id: number; source: string | null }>(
    `SELECT e.id, v.year, m.name AS make, o.name AS model, v.category, s.name AS source
       FROM series e
       JOIN vehicles v ON v.id = e.vehicle_id
       JOIN models o ON o.id = v.model_id
       JOIN makes m ON m.id = o.make_id
       LEFT JOIN sources s ON s.id = e.source_id
      WHERE e.id = ANY ($1) AND (SELECT epoch FROM store) = $2`,
    [ids, epoch],
  );
  return rows.map(({ id, source, ...vehicle }) => [id, { vehicle, source }]);
}
