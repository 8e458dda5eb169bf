import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engineBindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { completeBlocks } from './blocks/complete-blocks.ts';
import { createClient } from './connection.ts';
import { migrationLock, migrations, schema } from './generated/migrations.ts';
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
    const missing = migrations.length - applied.length;
    if (missing > 0) {
      onProgress?.(`applying ${String(missing)} migration${missing === 1 ? '' : 's'}`);
    }
    const names = missing > 0 ? await applyWithEngine(databaseUrl) : [];
    await completeBlocks(client, onProgress);
    return { applied: names };
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

/**
 * Prisma's own schema engine, as WebAssembly: the same `_prisma_migrations`, no binary to fetch. Its
 * lock time-out (10 s) is never cleared, so a process that only migrates has to exit by itself.
 */
async function applyWithEngine(databaseUrl: string): Promise<string[]> {
  loading ??= loadEngine();
  await loading;
  const factory = new PrismaPg({ connectionString: databaseUrl });
  // The engine does not close the connections that it opens.
  const opened: { dispose(): Promise<void> }[] = [];
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    opened.push(adapter);
    return adapter;
  };
  const engine = await engineBindings.SchemaEngine.new(
    { datamodels: [['schema.prisma', schema]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: {
        baseDir: 'prisma/migrations',
        lockfile: { path: 'migration_lock.toml', content: migrationLock },
        shadowDbInitScript: '',
        migrationDirectories: migrations.map(({ name, sql }) => ({
          path: name,
          migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
        })),
      },
      filters: { externalTables: [], externalEnums: [] },
    });
    return appliedMigrationNames;
  } finally {
    await Promise.all(opened.map((adapter) => adapter.dispose()));
  }
}

interface WithWebAssembly {
  WebAssembly: {
    instantiate(
      bytes: Uint8Array,
      imports: Record<string, object>,
    ): Promise<{ instance: { exports: Record<string, unknown> } }>;
  };
}

/** Once a process: the bindings are global, and an earlier instance may still have timers. */
let loading: Promise<void> | null = null;

async function loadEngine(): Promise<void> {
  const wasm = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    .replace(/\.js$/, '.wasm');
  // TypeScript knows WebAssembly from its DOM library alone, which this is not compiled with.
  const { WebAssembly } = globalThis as unknown as WithWebAssembly;
  const { instance } = await WebAssembly.instantiate(readFileSync(wasm), {
    './schema_engine_bg.js': engineBindings,
  });
  engineBindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
}
