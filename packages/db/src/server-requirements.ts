import type pg from 'pg';
import { SchemaError } from './schema-version.ts';

const OLDEST_MAJOR = 15;

/** @throws SchemaError when the server is too old, or the database cannot hold every text. */
export async function checkServer(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ major: number; encoding: string }>(
    `SELECT current_setting('server_version_num')::int / 10000 AS major,
            current_setting('server_encoding') AS encoding`,
  );
  const server = rows[0];
  if (server && server.major < OLDEST_MAJOR) {
    throw new SchemaError(
      `The database runs on Postgres ${String(server.major)}. Use Postgres ${String(OLDEST_MAJOR)} or newer.`,
    );
  }
  if (server && server.encoding !== 'UTF8') {
    throw new SchemaError(
      `The database has encoding ${server.encoding}. Use one with UTF8: CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0.`,
    );
  }
}
