import type { Pool } from '@intellisite/db';

/** All that a round left in its database. */
export interface StoredState {
  store: { epoch: string; position: number; alertSeq: number; quarantined: number };
  series: ReadonlyMap<number, StoredSeries>;
  /** By position. */
  detections: StoredDetection[];
  /** By number. */
  alerts: StoredAlert[];
  quarantine: StoredQuarantine[];
  gaps: StoredGap[];
  checkpoints: StoredCheckpoint[];
  blocks: StoredBlock[];
  tallies: StoredTallies[];
}

export interface StoredSeries {
  id: number;
  year: number;
  make: string;
  model: string;
  category: string;
  source: string | null;
}

export interface StoredDetection {
  position: number;
  /** ms */
  detectedAt: number;
  seriesId: number;
}

export interface StoredAlert {
  seq: number;
  position: number;
  rule: string;
  seriesId: number;
}

export interface StoredQuarantine {
  generation: number;
  partition: number;
  offset: number;
  code: string;
  value: Buffer | null;
}

export interface StoredGap {
  generation: number;
  partition: number;
  from: number;
  to: number;
  cause: string;
}

export interface StoredCheckpoint {
  partition: number;
  generation: number;
  nextOffset: number;
}

export interface StoredBlock {
  log: number;
  number: number;
  detectedMin: Date;
  detectedMax: Date;
  series: Buffer;
  detected: Buffer;
  totals: Buffer | null;
  postings: Buffer | null;
  quarters: Buffer | null;
}

export interface StoredTallies {
  log: number;
  /** Of the block. */
  number: number;
  dividedBy: string;
  tallies: Buffer;
}

/** Reads it all; nothing may write any more. */
export async function readStoredState(pool: Pool, topic: string): Promise<StoredState> {
  const list = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
    (await pool.query<T>(text, values)).rows;
  const [store] = await list<StoredState['store']>(
    `SELECT epoch, position, alert_seq AS "alertSeq", quarantined FROM store`,
  );
  if (!store) throw new Error('The store has no row.');
  const series = await list<StoredSeries>(
    `SELECT e.id, v.year, m.name AS make, o.name AS model, v.category, s.name AS source
       FROM series e
       JOIN vehicles v ON v.id = e.vehicle_id
       JOIN models o ON o.id = v.model_id
       JOIN makes m ON m.id = o.make_id
       LEFT JOIN sources s ON s.id = e.source_id`,
  );
  return {
    store,
    series: new Map(series.map((entry) => [entry.id, entry])),
    detections: await list(
      `SELECT position, (extract(epoch FROM detected_at) * 1000)::float8 AS "detectedAt",
              series_id AS "seriesId"
         FROM detections ORDER BY position`,
    ),
    alerts: await list(
      `SELECT a.seq, a.position, r.name AS rule, a.series_id AS "seriesId"
         FROM alerts a
         JOIN rule_versions v ON v.id = a.rule_version_id
         JOIN rules r ON r.id = v.rule_id
        ORDER BY a.seq`,
    ),
    quarantine: await list(
      'SELECT generation, partition, "offset", code, value FROM quarantine WHERE topic = $1',
      [topic],
    ),
    gaps: await list(
      `SELECT generation, partition, from_offset AS "from", to_offset AS "to", cause
         FROM offset_gaps WHERE topic = $1 ORDER BY id`,
      [topic],
    ),
    checkpoints: await list(
      `SELECT partition, generation, next_offset AS "nextOffset"
         FROM checkpoints WHERE topic = $1 ORDER BY partition`,
      [topic],
    ),
    blocks: await list(
      `SELECT log, number, detected_min AS "detectedMin", detected_max AS "detectedMax",
              series, detected, totals, postings, quarters
         FROM blocks ORDER BY log, number`,
    ),
    tallies: await list(
      'SELECT log, number, divided_by AS "dividedBy", tallies FROM block_tallies',
    ),
  };
}
