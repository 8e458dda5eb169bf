import { createPool } from '@intellisite/db';

export interface StoredDetection {
  position: number;
  /** ms */
  detectedAt: number;
  year: number;
  make: string;
  model: string;
  category: string;
  source: string | null;
}

export interface StoredRefusal {
  offset: number;
  code: string;
  reason: string;
  value: Buffer | null;
}

/** What was stored since one looked last, both by order of arrival. */
export interface NewlyStored {
  /** Offset of the first message since then. */
  firstOffset: number;
  nextOffset: number;
  detections: StoredDetection[];
  refusals: StoredRefusal[];
}

export interface StoredLog {
  readNew(): Promise<NewlyStored>;
  close(): Promise<void>;
}

/** Reads what is in the database with SQL of its own: not by the code that is looked at. */
export function createStoredLog(databaseUrl: string, topic: string): StoredLog {
  const pool = createPool({ databaseUrl, applicationName: 'fuzz' });
  let position = 0;
  let offset = 0;

  return {
    async readNew() {
      const detections = await pool.query<StoredDetection>(
        `SELECT d.position, (extract(epoch FROM d.detected_at) * 1000)::float8 AS "detectedAt",
                v.year, m.name AS make, o.name AS model, v.category, s.name AS source
           FROM detections d
           JOIN series e ON e.id = d.series_id
           JOIN vehicles v ON v.id = e.vehicle_id
           JOIN models o ON o.id = v.model_id
           JOIN makes m ON m.id = o.make_id
           LEFT JOIN sources s ON s.id = e.source_id
          WHERE d.position > $1 ORDER BY d.position`,
        [position],
      );
      const refusals = await pool.query<StoredRefusal>(
        `SELECT "offset", code, reason, value FROM quarantine
          WHERE topic = $1 AND "offset" >= $2 ORDER BY "offset", id`,
        [topic, offset],
      );
      const checkpoint = await pool.query<{ nextOffset: number }>(
        'SELECT next_offset AS "nextOffset" FROM checkpoints WHERE topic = $1 AND partition = 0',
        [topic],
      );
      const firstOffset = offset;
      offset = checkpoint.rows[0]?.nextOffset ?? offset;
      position += detections.rows.length;
      return {
        firstOffset,
        nextOffset: offset,
        detections: detections.rows,
        refusals: refusals.rows,
      };
    },
    close: () => pool.end(),
  };
}
