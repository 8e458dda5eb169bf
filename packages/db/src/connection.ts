import type { Socket } from 'node:net';
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
/** Then the kernel asks whether the other end of a quiet connection is there, and gives up ten seconds later. */
const KEEP_ALIVE_MS = 5_000;
/** Who stops within a transaction, frozen or gone, holds its locks no longer than this. */
const IDLE_IN_TRANSACTION_MS = 5_000;
/**
 * So long may nothing be heard of a query of a pool: several times what the slowest takes. The kernel would
 * wait a quarter of an hour for a server that took a query and vanished, and others behind the connection.
 */
const SILENCE_MS = 30_000;

function clientConfig({ databaseUrl, applicationName }: ConnectionOptions): pg.ClientConfig {
  return {
    connectionString: databaseUrl,
    application_name: applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    types,
  };
}

/** A connection of its own. One that breaks fails its query, and the next one; it ends no process. */
export function createClient(options: ConnectionOptions): pg.Client {
  const client = new pg.Client(clientConfig(options));
  client.on('error', () => undefined);
  return client;
}

/** What pg does not show of a client. */
interface OfSocket {
  readonly connection: { readonly stream: Socket };
}

function socketOf(client: pg.PoolClient): Socket {
  return (client as unknown as OfSocket).connection.stream;
}

/**
 * A pool for everything but the ingest transaction. An idle connection that breaks is dropped and
 * made anew by the next query, which is the one that fails if the server is gone.
 */
export function createPool(options: ConnectionOptions, max = 4): pg.Pool {
  const pool = new pg.Pool({ ...clientConfig(options), max });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    // One that breaks in the instant in which it is handed out belongs to nobody who listens: without
    // this, the process would end. Whoever got it learns it from its first query.
    client.on('error', () => undefined);
    const socket = socketOf(client);
    socket.on('timeout', () => {
      socket.destroy(new Error('Connection terminated: the server fell silent'));
    });
  });
  pool.on('acquire', (client) => socketOf(client).setTimeout(SILENCE_MS));
  pool.on('release', (_, client) => socketOf(client).setTimeout(0));
  return pool;
}
