import { createClient } from './connection.ts';
import type pg from 'pg';

/** Connections of Intellisite's processes to the database, this one aside. */
export async function countSessions(databaseUrl: string): Promise<number> {
  return await withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ sessions: number }>(
      `SELECT count(*)::int AS sessions FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE 'intellisite-%'
          AND pid <> pg_backend_pid()`,
    );
    return rows[0]?.sessions ?? 0;
  });
}

/** Drops everything in the database. The next migration makes it anew, with a new epoch. */
export async function resetDatabase(databaseUrl: string): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    await client.query('BEGIN; DROP SCHEMA public CASCADE; CREATE SCHEMA public; COMMIT');
  });
}

async function withClient<T>(
  databaseUrl: string,
  use: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = createClient({ databaseUrl, applicationName: 'intellisite-reset' });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
