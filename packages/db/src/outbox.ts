import type { Pool } from './connection.ts';

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
export async function releaseRelay(
  pool: Pool,
  term: Pick<RelayTerm, 'owner' | 'epoch'>,
): Promise<void> {
  await pool.query(
    'UPDATE relay SET owner = NULL, expires_at = NULL WHERE owner = $1 AND epoch = $2',
    [term.owner, term.epoch],
  );
}
