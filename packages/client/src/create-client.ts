import { version } from '../package.json';
import { streamAlerts } from './alerts/alert-stream.ts';
import { createApiCalls } from './api-calls.ts';
import type { IntellisiteClient } from './client.ts';
import { exportBytes, exportRows } from './export.ts';
import { createExchange, type Exchange } from './http/exchange.ts';
import { linkAbort } from './http/linked-abort.ts';
import { DEFAULT_RETRY, type RetryPolicy } from './http/retry.ts';
import { createTransport } from './http/transport.ts';
import { IntellisiteError } from './intellisite-error.ts';
import { listAlerts, listDetections } from './lists.ts';
import type { ClientOptions, Connection } from './options.ts';
import { createAuthCalls } from './session/auth-calls.ts';
import { createGivenToken } from './session/given-token.ts';
import { createRenewingSession } from './session/renewing-session.ts';
import type { Session } from './session/session.ts';

const TIMEOUT_MS = 30_000;
/** Three of the API's heartbeats. */
const MOST_SILENCE_MS = 45_000;

/**
 * Connects and logs in when it is first used.
 *
 * @throws TypeError if the URL is none
 */
export function createIntellisiteClient(
  connection: Connection,
  options: ClientOptions = {},
): IntellisiteClient {
  const { timeoutMs = TIMEOUT_MS, mostSilenceMs = MOST_SILENCE_MS } = options;
  const retry = { ...DEFAULT_RETRY, ...options.retry };
  const closing = linkAbort(options.signal);
  const exchange = createExchange({
    url: new URL(connection.url).href.replace(/\/+$/, ''),
    fetch: options.fetch ?? fetch,
    headers: { ...userAgent(options.userAgent), ...options.headers },
    timeoutMs,
  });
  const session = createSession(connection, exchange, retry, closing.signal);
  const transport = createTransport({ exchange, session, retry, closed: closing.signal });
  const api = createApiCalls(transport);

  return {
    api,
    alerts: (stream = {}) => streamAlerts({ transport, api, mostSilenceMs }, stream),
    alertsAll: (query = {}) => listAlerts(api, query),
    detectionsAll: (query = {}) => listDetections(api, query),
    exportDetections: (query = {}) => exportRows(transport, query),
    exportFile: ({ format, ...query }) => exportBytes(transport, query, format),
    async close() {
      closing.release();
      closing.abort(new IntellisiteError('client_closed', { message: 'The client was closed.' }));
      await session.end();
    },
  };
}

function createSession(
  connection: Connection,
  exchange: Exchange,
  retry: RetryPolicy,
  closed: AbortSignal,
): Session {
  if ('token' in connection) return createGivenToken(connection.token);
  const parts = { auth: createAuthCalls(exchange), onTokens: connection.onTokens, retry, closed };
  if ('refreshToken' in connection) {
    return createRenewingSession({ ...parts, refreshToken: connection.refreshToken });
  }
  const { username, password } = connection;
  return createRenewingSession({ ...parts, login: { username, password } });
}

/** Browsers name themselves, and some would ask the API for leave to send another name. */
function userAgent(name = `intellisite-client/${version}`): Record<string, string> {
  const isBrowser = 'document' in globalThis || 'WorkerGlobalScope' in globalThis;
  return isBrowser ? {} : { 'User-Agent': name };
}
