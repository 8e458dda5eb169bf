import pg from 'pg';

/** bigint columns hold positions, numbers and offsets: all below 2^53, so plain numbers are exact. */
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);

export type Pool = pg.Pool;

export interface ConnectionOptions {
  /** postgres://user:password@host:port/database */
  databaseUrl: string;
  /** Shown in pg_stat_activity. */
  applicationName: string;
}

const CONNECT_TIMEOUT_MS = 5_000;

function clientConfig({ databaseUrl, applicationName }: ConnectionOptions): pg.ClientConfig {
  return {
    connectionString: databaseUrl,
    application_name: applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    types,
  };
}

export function createClient(options: ConnectionOptions): pg.Client {
  return new pg.Client(clientConfig(options));
}

/**
 * A pool for everything but the ingest transaction. An idle connection that breaks is dropped and
 * made anew by the next query, which is the one that fails if the server is gone.
 */
export function createPool(options: ConnectionOptions, max = 4): pg.Pool {
  const pool = new pg.Pool({ ...clientConfig(options), max });
  pool.on('error', () => undefined);
  // One that breaks in the instant in which it is handed out belongs to nobody who listens: without
  // this, the process would end. Whoever got it learns it from its first query.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  return pool;
}
