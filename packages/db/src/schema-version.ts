import type pg from 'pg';
import { migrations } from './generated/migrations.ts';

/** The database's schema and this code do not fit; the message says what to do. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

/** Somebody has yet to apply migrations: whoever waits may see it mended. */
export class SchemaBehindError extends SchemaError {}

interface AppliedMigration {
  name: string;
  finished: boolean;
}

export async function appliedMigrations(client: pg.ClientBase): Promise<AppliedMigration[]> {
  const { rows: tables } = await client.query<{ present: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present`,
  );
  if (tables[0]?.present !== true) return [];
  const { rows } = await client.query<AppliedMigration>(
    `SELECT migration_name AS name, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  return rows;
}

/** Any constant: processes that migrate the same database at the same time wait for each other. */
export const MIGRATION_LOCK = 7_315_204_891;

/** Whether some process holds the lock at this moment: a migration that has not finished may be under way. */
export async function isBeingMigrated(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>(
    `SELECT EXISTS (
       SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database
        WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.granted
          AND l.objsubid = 1 AND (l.classid::bigint << 32) | l.objid::bigint = $1) AS held`,
    [MIGRATION_LOCK],
  );
  return rows[0]?.held === true;
}

/**
 * Throws `SchemaError` when the database is newer than this code, holds a migration that failed, or
 * (with `complete`) lacks one, which is a `SchemaBehindError`.
 */
export function checkAppliedMigrations(
  applied: readonly AppliedMigration[],
  { complete }: { complete: boolean },
): void {
  const failed = applied.find(({ finished }) => !finished);
  if (failed) {
    throw new SchemaError(
      `Migration ${failed.name} did not finish. Restore the database from a backup, or repair it and mark the migration with "prisma migrate resolve".`,
    );
  }
  const known = new Set(migrations.map(({ name }) => name));
  const newer = applied.find(({ name }) => !known.has(name));
  if (newer) {
    throw new SchemaError(
      `The database has migration ${newer.name}, which this version does not know. Run the newer version that applied it.`,
    );
  }
  if (complete && applied.length < migrations.length) {
    throw new SchemaBehindError(
      `The database lacks ${String(migrations.length - applied.length)} migration(s). Run "pnpm db:migrate" first.`,
    );
  }
}
