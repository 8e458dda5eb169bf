import type pg from 'pg';

/** A message that was set aside. */
export interface QuarantinedRow {
  id: number;
  topic: string;
  generation: number;
  partition: number;
  offset: number;
  /** Stable. */
  code: string;
  /** For a person. */
  reason: string;
  /** Its first bytes; null: it had no value. */
  value: Buffer | null;
  /** Size of the whole value. */
  bytes: number;
  /** Null: the record had no time. */
  recordedAt: Date | null;
  ingestedAt: Date;
}

/** What is read of a value, which may have many megabytes. */
const SHOWN_BYTES = 4_096;

/** Messages that were set aside, the newest first, and how many there are, from one snapshot. */
export async function listQuarantine(
  pool: pg.Pool,
  skip: number,
  limit: number,
): Promise<{ rows: QuarantinedRow[]; total: number }> {
  const { rows } = await pool.query<QuarantinedRow & { total: number }>(
    `SELECT q.*, s.total
       FROM (SELECT count(*) AS total FROM quarantine) s
       LEFT JOIN LATERAL (
         SELECT id, topic, generation, partition, "offset", code, reason,
                substring(value FOR ${String(SHOWN_BYTES)}) AS value,
                coalesce(length(value), 0) AS bytes,
                recorded_at AS "recordedAt", ingested_at AS "ingestedAt"
           FROM quarantine ORDER BY id DESC OFFSET $1 LIMIT $2
       ) q ON true`,
    [skip, limit],
  );
  return {
    // Past the end there is one row, which has the total alone.
    rows: rows.filter(({ id }) => (id as number | null) !== null),
    total: rows[0]?.total ?? 0,
  };
}
