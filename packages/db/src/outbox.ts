import type { AlertMessage } from '@intellisite/contracts';
import type { Pool } from './connection.ts';
import { createSeriesDescriptions } from './series-descriptions.ts';

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
  pool: Pool,
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
  pool: Pool,
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
export async function releaseRelay(pool: Pool, term: RelayTerm): Promise<void> {
  await pool.query(
    'UPDATE relay SET owner = NULL, expires_at = NULL WHERE owner = $1 AND epoch = $2',
    [term.owner, term.epoch],
  );
}

export interface Outbox {
  /** The alerts after `seq`, in order and without a hole, at most `limit`. */
  readAfter(seq: number, limit: number): Promise<AlertMessage[]>;
}

type AlertRow = [
  seq: number,
  position: number,
  seriesId: number,
  detectedMs: number,
  rule: string,
  epoch: string,
];

/** Reads the outbox as messages. */
export function createOutbox(pool: Pool): Outbox {
  const descriptions = createSeriesDescriptions(pool);
  let knownEpoch: string | null = null;
  return {
    async readAfter(seq, limit) {
      const { rows } = await pool.query<AlertRow>({
        name: 'alerts-after',
        rowMode: 'array',
        text: `SELECT a.seq, a.position, a.series_id,
                      (extract(epoch FROM d.detected_at) * 1000)::bigint, r.name, t.epoch
                 FROM (SELECT * FROM alerts WHERE seq > $1 ORDER BY seq LIMIT $2) a
                 JOIN detections d USING (position)
                 JOIN rule_versions v ON v.id = a.rule_version_id
                 JOIN rules r ON r.id = v.rule_id
                CROSS JOIN store t
                ORDER BY a.seq`,
        values: [seq, limit],
      });
      const epoch = rows[0]?.[5] ?? null;
      if (epoch !== knownEpoch) descriptions.clear();
      knownEpoch = epoch;
      const series = await descriptions.get(rows.map(([, , seriesId]) => seriesId));
      return rows.map(([number, position, seriesId, timestamp, rule, storeEpoch]) => {
        const described = series.get(seriesId);
        if (!described)
          throw new Error(`Alert ${number} has series ${seriesId}, which is missing.`);
        const { vehicle, source } = described;
        return {
          seq: number,
          detectionId: position,
          rule,
          ...vehicle,
          timestamp,
          source,
          epoch: storeEpoch,
        };
      });
    },
  };
}
