import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { migrations } from './generated/migrations.ts';
import { migrate } from './migrate.ts';

export { createTestLog, type TestDetection, type TestLog } from './testing-log.ts';
export { openTestWay, type TestWay } from './testing-way.ts';

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/**
 * A fresh database of its own; unless it shall be empty, it is migrated: cloned from a template that the
 * first caller makes.
 *
 * `adminUrl` names any database of the server and a role that may create databases.
 */
export async function createTestDatabase(
  adminUrl: string,
  { empty = false }: { empty?: boolean } = {},
): Promise<TestDatabase> {
  const template = empty ? 'template1' : await migratedTemplate(adminUrl);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await withClient(adminUrl, async (client) => {
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  const url = databaseUrl(adminUrl, name);
  if (!empty) {
    // Clones would share the identity of their template.
    await withClient(url, (client) => client.query('UPDATE store SET epoch = gen_random_uuid()'));
  }
  return {
    url,
    drop: () =>
      withClient(adminUrl, async (client) => {
        // Not by FORCE: it would end autovacuum's workers as well, which this role may not, and gives
        // the others five seconds to end, which is too few on a busy machine.
        await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
        await client.query(
          `SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity
            WHERE datname = $1 AND backend_type = 'client backend'`,
          [name],
        );
        await client.query(`DROP DATABASE ${name}`);
      }),
  };
}

async function migratedTemplate(adminUrl: string): Promise<string> {
  const version = migrations.at(-1)?.name.replaceAll(/\W/g, '') ?? 'empty';
  const template = `template_${version}`;
  await withClient(adminUrl, async (client) => {
    // One maker at a time, across test workers; CREATE DATABASE cannot run in a transaction.
    await client.query('SELECT pg_advisory_lock(1)');
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [
      template,
    ]);
    if (rowCount === 0) {
      const unfinished = `${template}_unfinished`;
      await client.query(`DROP DATABASE IF EXISTS ${unfinished}`);
      await migrate(databaseUrl(adminUrl, unfinished));
      await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`);
    }
  });
  return template;
}

function databaseUrl(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
