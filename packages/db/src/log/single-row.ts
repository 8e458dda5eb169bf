import type { Log } from '../blocks/block-codec.ts';
import { StoreChangedError } from '../ingest/ingest-batch.ts';
import type { LogSource } from './log-source.ts';
import type { FoundRows } from './rows.ts';

const ROW: Record<Log, string> = {
  detections: `SELECT series_id, detected_at FROM detections
    WHERE position = $1 AND (SELECT epoch FROM store) = $2`,
  alerts: `SELECT a.series_id, d.detected_at FROM alerts a JOIN detections d USING (position)
    WHERE a.seq = $1 AND (SELECT epoch FROM store) = $2`,
};

/** The row with this number, which must exist: a whole block is not worth reading for it. */
export async function findSingleRow(
  source: LogSource,
  log: Log,
  number: number,
): Promise<FoundRows> {
  const { rows } = await source.ask({ log, upTo: number }, (pool) =>
    pool.query<{ series_id: number; detected_at: Date }>(ROW[log], [number, source.epoch]),
  );
  const [row] = rows;
  if (!row) {
    throw new StoreChangedError(
      `row ${number} of ${log} is gone: the database was reset, restored or cut by retention`,
    );
  }
  return { numbers: [number], series: [row.series_id], times: [row.detected_at.getTime()] };
}
