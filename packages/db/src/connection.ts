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
  /**
   * So long may nothing be heard while an answer is waited for, in ms; then the connection ends. The kernel
   * would wait a quarter of an hour for a server that took a query and vanished.
   */
  silenceMs?: number;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** Then the kernel asks whether the other end of a quiet connection is there, and gives up ten seconds later. */
const KEEP_ALIVE_MS = 5_000;
/** Who stops within a transaction, frozen or gone, holds its locks no longer than this. */
const IDLE_IN_TRANSACTION_MS = 5_000;
/** Several times what the slowest statement takes. */
export const SILENCE_MS = 30_000;

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

/** Of a client that is connected: before, it may be another one. */
export function socketOf(client: pg.ClientBase): Socket {
  return (client as unknown as OfSocket).connection.stream;
}

/** Ends the connection when nothing is heard for so long; null: from now on no answer is waited for. */
export function limitSilence(client: pg.ClientBase, silenceMs: number | null): void {
  socketOf(client).setTimeout(silenceMs ?? 0);
}

export function endOnSilence(client: pg.ClientBase): void {
  const socket = socketOf(client);
  socket.on('timeout', () => {
    socket.destroy(new Error('Connection terminated: the server fell silent'));
  });
}

/**
 * A pool for everything but the ingest transaction. An idle connection that breaks is dropped and
 * made anew by the next query, which is the one that fails if the server is gone.
 */
export function createPool(options: ConnectionOptions, max = 4): pg.Pool {
  const { silenceMs = SILENCE_MS } = options;
  const pool = new pg.Pool({ ...clientConfig(options), max });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    // One that breaks in the instant in which it is handed out belongs to nobody who listens: without
    // this, the process would end. Whoever got it learns it from its first query.
    client.on('error', () => undefined);
    endOnSilence(client);
  });
  pool.on('acquire', (client) => {
    limitSilence(client, silenceMs);
  });
  pool.on('release', (_, client) => {
    limitSilence(client, null);
  });
  return pool;
}
