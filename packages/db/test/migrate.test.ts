import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { expect, inject, it, onTestFinished } from 'vitest';
import {
  createPool,
  migrate,
  requireSchema,
  SchemaBehindError,
  SchemaError,
} from '../src/index.ts';
import { migrations } from '../src/generated/migrations.ts';
import { MIGRATION_LOCK } from '../src/schema-version.ts';

const TALLIES = '20261130090000_tallies_by_division';
const UNDO_TALLIES = `
  DROP TABLE block_tallies;
  ALTER TABLE blocks ADD kind_tallies BYTEA, ADD source_tallies BYTEA, ADD year_tallies BYTEA;
  DELETE FROM _prisma_migrations WHERE migration_name = '${TALLIES}'`;

/** The address of a database that does not exist yet, gone after the test. */
function unusedDatabase(): string {
  const url = new URL(inject('postgresUrl'));
  const name = `migrate_${randomUUID().replaceAll('-', '')}`;
  url.pathname = `/${name}`;
  onTestFinished(async () => {
    const admin = new pg.Client({ connectionString: inject('postgresUrl') });
    await admin.connect();
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await admin.end();
  });
  return url.href;
}

async function run(databaseUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(sql);
  await client.end();
}

it('makes the database and its schema once, also when several processes begin together', async () => {
  const url = unusedDatabase();
  const results = await Promise.all([migrate(url), migrate(url), migrate(url)]);
  expect(results.flatMap(({ applied }) => applied)).toEqual(migrations.map(({ name }) => name));
  expect(await migrate(url)).toEqual({ applied: [] });
});

it('refuses a database that a newer version has migrated', async () => {
  const url = unusedDatabase();
  await migrate(url);
  await run(
    url,
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
     VALUES ('x', 'x', '29990101000000_from_the_future', now())`,
  );
  await expect(migrate(url)).rejects.toThrow(/29990101000000_from_the_future.*newer version/);
  const pool = createPool({ databaseUrl: url, applicationName: 'test' });
  await expect(requireSchema(pool)).rejects.toBeInstanceOf(SchemaError);
  await pool.end();
});

it('begins a migration anew when whoever applied it was killed in the middle', async () => {
  const url = unusedDatabase();
  await migrate(url);
  // As an older version left it, with somebody who reads what is to change.
  await run(url, UNDO_TALLIES);
  const reader = new pg.Client({ connectionString: url });
  await reader.connect();
  await reader.query('BEGIN; LOCK TABLE blocks IN ACCESS SHARE MODE');
  const outcome = migrate(url).then(
    () => 'done',
    () => 'killed',
  );
  const other = createPool({ databaseUrl: url, applicationName: 'test' });
  const killWithin = async (): Promise<number | null> => {
    const { rowCount } = await other.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'intellisite-migrate'
          AND wait_event_type = 'Lock' AND query LIKE '%tallies%'`,
    );
    return rowCount;
  };
  await expect.poll(killWithin).toBe(1);
  await other.end();
  expect(await outcome).toBe('killed');
  await reader.end();
  expect(await migrate(url)).toEqual({ applied: [TALLIES] });
});

it("leaves what Prisma's own command would", async () => {
  const url = unusedDatabase();
  await migrate(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished,
            applied_steps_count AS steps
       FROM _prisma_migrations ORDER BY started_at`,
  );
  await client.end();
  expect(rows).toEqual(
    migrations.map(({ name, sql }) => ({
      name,
      checksum: createHash('sha256').update(sql).digest('hex'),
      finished: true,
      steps: 1,
    })),
  );
});

it('refuses a migration that an older version did not finish, and says what to do', async () => {
  const url = unusedDatabase();
  await migrate(url);
  await run(url, 'UPDATE _prisma_migrations SET finished_at = NULL');
  await expect(migrate(url)).rejects.toThrow(/did not finish.*backup/);
});

it('a service waits for a migration that is under way, and refuses one that nobody finishes', async () => {
  const url = unusedDatabase();
  await migrate(url);
  await run(url, 'UPDATE _prisma_migrations SET finished_at = NULL');
  const migrator = new pg.Client({ connectionString: url });
  await migrator.connect();
  await migrator.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
  const pool = createPool({ databaseUrl: url, applicationName: 'test' });
  await expect(requireSchema(pool)).rejects.toBeInstanceOf(SchemaBehindError);
  await migrator.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  await migrator.end();
  await expect(requireSchema(pool)).rejects.toThrow(/did not finish/);
  await pool.end();
});

it('refuses a database that cannot hold every text, and says which can', async () => {
  const url = unusedDatabase();
  const name = new URL(url).pathname.slice(1);
  await run(
    inject('postgresUrl'),
    `CREATE DATABASE ${name} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0`,
  );
  await expect(migrate(url)).rejects.toThrow(/encoding SQL_ASCII.*UTF8/);
});

it('a service refuses a database that was never migrated', async () => {
  const url = unusedDatabase();
  const name = new URL(url).pathname.slice(1);
  await run(inject('postgresUrl'), `CREATE DATABASE ${name}`);
  const pool = createPool({ databaseUrl: url, applicationName: 'test' });
  await expect(requireSchema(pool)).rejects.toThrow(/pnpm db:migrate/);
  // Which a service waits for: somebody may be about to apply them.
  await expect(requireSchema(pool)).rejects.toBeInstanceOf(SchemaBehindError);
  await pool.end();
});
