import type { AlertMessage } from '@intellisite/contracts';
import type pg from 'pg';

/** A term as the one relay. */
export interface RelayTerm {
  owner: string;
  epoch: number;
  /** Every alert up to this number was acknowledged by Kafka. */
  publishedSeq: number;
}

/**
 * Takes the relay's lease for `leaseMs` when it is free, expired or already ours; null when another
 * owner has it. The database's clock decides.
 */
export async function acquireRelay(
  pool: pg.Pool,
  owner: string,
  leaseMs: number,
): Promise<RelayTerm | null> {
  const { rows } = await pool.query<{ epoch: number; published_seq: number }>(
    `UPDATE relay
        SET epoch = epoch + CASE WHEN owner = $1 THEN 0 ELSE 1 END, owner = $1,
            expires_at = clock_timestamp() + make_interval(secs => $2)
      WHERE owner IS NULL OR owner = $1 OR expires_at < clock_timestamp()
     RETURNING epoch, published_seq`,
    [owner, leaseMs / 1_000],
  );
  const row = rows[0];
  return row ? { owner, epoch: row.epoch, publishedSeq: row.published_seq } : null;
}

/** Enters what Kafka has acknowledged and renews the lease; false when the term is over. */
export async function markPublished(
  pool: pg.Pool,
  term: RelayTerm,
  publishedSeq: number,
  leaseMs: number,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE relay
        SET published_seq = greatest(published_seq, $3),
            expires_at = clock_timestamp() + make_interval(secs => $4)
      WHERE owner = $1 AND epoch = $2`,
    [term.owner, term.epoch, publishedSeq, leaseMs / 1_000],
  );
  return rowCount === 1;
}

/** Ends the term early, so that the next relay need not wait for its expiry. */
export async function releaseRelay(pool: pg.Pool, term: RelayTerm): Promise<void> {
  await pool.query(
    'UPDATE relay SET owner = NULL, expires_at = NULL WHERE owner = $1 AND epoch = $2',
    [term.owner, term.epoch],
  );
}

interface AlertRow {
  seq: number;
  position: number;
  rule: string;
  detected_at: Date;
  year: number;
  make: string;
  model: string;
  category: string;
  source: string | null;
  epoch: string;
}

/** The alerts after `seq`, in order and without a hole, at most `limit`. */
export async function readAlertsAfter(
  pool: pg.Pool,
  seq: number,
  limit: number,
): Promise<AlertMessage[]> {
  const { rows } = await pool.query<AlertRow>({
    name: 'alerts-after',
    text: `SELECT a.seq, a.position, r.name AS rule, d.detected_at, v.year, m.name AS make,
            o.name AS model, v.category, s.name AS source, t.epoch
       FROM (SELECT * FROM alerts WHERE seq > $1 ORDER BY seq LIMIT $2) a
       JOIN detections d USING (position)
       JOIN rule_versions rv ON rv.id = a.rule_version_id
       JOIN rules r ON r.id = rv.rule_id
       JOIN series e ON e.id = a.series_id
       JOIN vehicles v ON v.id = e.vehicle_id
       JOIN models o ON o.id = v.model_id
       JOIN makes m ON m.id = o.make_id
       LEFT JOIN sources s ON s.id = e.source_id
      CROSS JOIN store t
      ORDER BY a.seq`,
    values: [seq, limit],
  });
  return rows.map((row) => ({
    seq: row.seq,
    detectionId: row.position,
    rule: row.rule,
    year: row.year,
    make: row.make,
    model: row.model,
    category: row.category,
    timestamp: row.detected_at.getTime(),
    source: row.source,
    epoch: row.epoch,
  }));
}
