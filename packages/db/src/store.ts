import type pg from 'pg';
import {
  appliedMigrations,
  checkAppliedMigrations,
  isBeingMigrated,
  SchemaBehindError,
} from './schema-version.ts';

/** The heads of both logs, from one snapshot. */
export interface StoreHeads {
  /** Identity of the database: another one after a restore or a reset. */
  epoch: string;
  /** Position of the newest detection: the number of detections ever indexed. */
  position: number;
  alertSeq: number;
  quarantined: number;
  /** Alerts that Kafka has acknowledged. */
  publishedSeq: number;
}

export async function readHeads(pool: pg.Pool): Promise<StoreHeads> {
  const { rows } = await pool.query<StoreHeads>(
    `SELECT s.epoch, s.position, s.alert_seq AS "alertSeq", s.quarantined,
            r.published_seq AS "publishedSeq"
       FROM store s CROSS JOIN relay r`,
  );
  const heads = rows[0];
  if (!heads) throw new Error('The store has no row: was the database migrated?');
  return heads;
}

/** Throws `SchemaError` unless the database has exactly the schema that this code was built for. */
export async function requireSchema(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    let applied = await appliedMigrations(client);
    if (applied.some(({ finished }) => !finished)) {
      if (await isBeingMigrated(client))
        throw new SchemaBehindError('The database is being migrated.');
      // Whoever migrated it may have finished between the two looks.
      applied = await appliedMigrations(client);
    }
    checkAppliedMigrations(applied, { complete: true });
  } finally {
    client.release();
  }
}
