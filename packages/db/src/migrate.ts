import pg from 'pg';
import { applyMigration } from './apply-migration.ts';
import { completeBlocks } from './blocks/complete-blocks.ts';
import { createClient } from './connection.ts';
import { migrations } from './generated/migrations.ts';
import { appliedMigrations, checkAppliedMigrations, MIGRATION_LOCK } from './schema-version.ts';
import { checkServer } from './server-requirements.ts';

export interface MigrateOptions {
  /** Told once for each thing that takes time, in words for a person. */
  onProgress?: (message: string) => void;
}

/**
 * Brings the database to the schema that this code was built for: creates it when it is missing,
 * applies what is not applied yet, fills in what older versions left out, and does nothing when nothing
 * is to be done.
 *
 * Throws `SchemaError` when the database is newer than this code, a migration failed half way, or the
 * server does not fit.
 */
export async function migrate(
  databaseUrl: string,
  { onProgress }: MigrateOptions = {},
): Promise<{ applied: string[] }> {
  await createDatabaseIfMissing(databaseUrl, onProgress);
  const client = openClient(databaseUrl);
  await client.connect();
  try {
    await checkServer(client);
    const { rows } = await client.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS locked',
      [MIGRATION_LOCK],
    );
    if (rows[0]?.locked !== true) {
      onProgress?.('waiting for another process that migrates this database');
      await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    }
    const applied = await appliedMigrations(client);
    checkAppliedMigrations(applied, { complete: false });
    const known = new Set(applied.map(({ name }) => name));
    const missing = migrations.filter(({ name }) => !known.has(name));
    if (missing.length > 0) {
      onProgress?.(
        `applying ${String(missing.length)} migration${missing.length === 1 ? '' : 's'}`,
      );
    }
    for (const migration of missing) {
      await applyMigration(client, migration, () => {
        onProgress?.(`waiting for others to let go of the tables that ${migration.name} changes`);
      });
    }
    await completeBlocks(client, onProgress);
    return { applied: missing.map(({ name }) => name) };
  } finally {
    await client.end();
  }
}

function openClient(databaseUrl: string): pg.Client {
  return createClient({ databaseUrl, applicationName: 'intellisite-migrate' });
}

async function createDatabaseIfMissing(
  databaseUrl: string,
  onProgress: MigrateOptions['onProgress'],
): Promise<void> {
  const probe = openClient(databaseUrl);
  try {
    await probe.connect();
    return;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== '3D000') throw error;
  } finally {
    await probe.end();
  }
  const url = new URL(databaseUrl);
  const database = decodeURIComponent(url.pathname.slice(1));
  url.pathname = '/postgres';
  onProgress?.(`creating database ${database}`);
  const admin = openClient(url.href);
  await admin.connect();
  try {
    await admin.query(`CREATE DATABASE ${admin.escapeIdentifier(database)}`);
  } catch (error) {
    // Another process was faster: that is as good.
    const created =
      error instanceof pg.DatabaseError && ['42P04', '23505'].includes(error.code ?? '');
    if (!created) throw error;
  } finally {
    await admin.end();
  }
}
