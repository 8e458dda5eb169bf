import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** What Prisma's own command keeps, and reads: it can be used on the same database. */
const TABLE = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

/** Whoever asks for a table that is to change waits behind the change: it is given up, and begun again. */
const LOCK_TIMEOUT = '10s';
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Applies a migration whole or not at all. Prisma's engine would note that it begins, send the statements one
 * by one and note that it has ended: killed in between, it leaves what only a person can mend.
 *
 * @param client whose session holds the lock of those that migrate
 * @param onWait told each time that others have held its tables for too long
 */
export async function applyMigration(
  client: pg.ClientBase,
  { name, sql }: Migration,
  onWait: () => void,
): Promise<void> {
  for (;;) {
    try {
      await client.query(`BEGIN; SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'; ${TABLE}`);
      await client.query(sql);
      await client.query(
        `INSERT INTO _prisma_migrations
           (id, checksum, migration_name, finished_at, applied_steps_count)
         VALUES ($1, $2, $3, clock_timestamp(), 1)`,
        [randomUUID(), createHash('sha256').update(sql).digest('hex'), name],
      );
      await client.query('COMMIT');
      return;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      if (!(error instanceof pg.DatabaseError) || error.code !== LOCK_NOT_AVAILABLE) throw error;
      onWait();
    }
  }
}
