import type { Alert, EndReason } from '../generated/calls.ts';
import { linkAbort } from '../http/linked-abort.ts';
import { jittered } from '../http/retry.ts';
import type { Transport } from '../http/transport.ts';
import { wait } from '../http/wait.ts';
import { IntellisiteError, networkError } from '../intellisite-error.ts';
import type { IntellisiteApi } from '../router.ts';
import { readAlerts, requireEventStream } from './alert-events.ts';
import type { AlertsReset } from './alerts-reset.ts';

/** What the stream of alerts does, for who shows it. */
export type AlertStreamState =
  | { state: 'live' }
  /** Lost or ended, for the `attempt`th time in a row; connects again after `delayMs`. */
  | {
      state: 'reconnecting';
      attempt: number;
      delayMs: number;
      reason: EndReason | IntellisiteError;
    };

export interface AlertStreamOptions {
  /** Number of the last alert that you have; 0: from the very first. Left out: from now on. */
  after?: number | undefined;
  /** Aborts the iteration, which rejects with its reason. */
  signal?: AbortSignal | undefined;
  /** Told that alerts are missing or numbered anew; then it goes on. Without it, that is thrown. */
  onReset?: ((reset: AlertsReset) => void) | undefined;
  /** Told each time that the connection is made or lost. */
  onState?: ((state: AlertStreamState) => void) | undefined;
}

export interface AlertStreamParts {
  transport: Transport;
  api: IntellisiteApi;
  /** A connection that is silent for longer is given up; the API says something every 15 s. */
  mostSilenceMs: number;
}

/** Until the API names another time: between losing a connection and making it anew. */
const RECONNECT_MS = 2_000;
const MOST_RECONNECT_MS = 30_000;
/** A server that asks for more, as for days of maintenance, is looked after in between. */
const MOST_ASKED_MS = 3_600_000;
/** A connection that held so long, or brought an alert, was not for nothing. */
const HEALTHY_MS = 10_000;

/**
 * Alerts as they are raised, each once and in order, over as many connections as it takes. The first has
 * to succeed; after that only what no waiting mends is thrown. Over the REST stream and not a tRPC
 * subscription: the token goes in a header (in a subscription's URL, logs would keep it), heartbeats tell
 * a silent connection from a dead one, and the server makes each event once for all clients.
 */
export async function* streamAlerts(
  parts: AlertStreamParts,
  options: AlertStreamOptions,
): AsyncGenerator<Alert, void, undefined> {
  const abort = linkAbort(options.signal, parts.transport.closed);
  try {
    yield* follow(parts, options, abort.signal);
  } catch (error) {
    // Whoever closes the client ends the loop.
    if (!(error instanceof IntellisiteError && error.code === 'client_closed')) throw error;
  } finally {
    abort.release();
    abort.abort(new DOMException('The iteration has ended.', 'AbortError'));
  }
}

async function* follow(
  { transport, api, mostSilenceMs }: AlertStreamParts,
  { after, onReset, onState }: AlertStreamOptions,
  signal: AbortSignal,
): AsyncGenerator<Alert, never, undefined> {
  // "Now" is fixed here: a connection that breaks before its first alert would not know it otherwise.
  const cursor = { last: after ?? (await newest(api, signal)), retryMs: RECONNECT_MS };
  let connected = false;
  let failures = 0;
  for (;;) {
    const begun = { last: cursor.last, at: Date.now() };
    let reason: EndReason | IntellisiteError;
    try {
      const response = await transport.open({
        method: 'GET',
        path: '/alerts/stream',
        headers: { Accept: 'text/event-stream', 'Last-Event-ID': String(cursor.last) },
        signal,
        repeatable: !connected,
      });
      requireEventStream(response);
      connected = true;
      onState?.({ state: 'live' });
      const events = readAlerts(response, cursor, { signal, mostSilenceMs, onReset });
      reason = (yield* events) ?? networkError('The stream broke off.');
    } catch (error) {
      if (!connected || !passes(error)) throw error;
      reason = error;
    }
    const healthy = cursor.last !== begun.last || Date.now() - begun.at >= HEALTHY_MS;
    failures = healthy ? 0 : failures + 1;
    const delayMs = reconnectDelay(reason, failures, cursor.retryMs);
    onState?.({ state: 'reconnecting', attempt: failures + 1, delayMs, reason });
    await wait(delayMs, signal);
  }
}

async function newest(api: IntellisiteApi, signal: AbortSignal): Promise<number> {
  const { asOf } = await api.alerts.list.query({ limit: 1 }, { signal });
  return asOf;
}

function reconnectDelay(
  reason: EndReason | IntellisiteError,
  failures: number,
  retryMs: number,
): number {
  if (typeof reason === 'string') {
    // A new token is all that it takes.
    if (reason !== 'shutdown' && failures === 0) return 0;
    return jittered(retryMs, failures + 1, MOST_RECONNECT_MS);
  }
  const asked = Math.min(MOST_ASKED_MS, (reason.retryAfterSeconds ?? 0) * 1_000);
  return Math.max(asked, jittered(retryMs, failures + 1, MOST_RECONNECT_MS));
}

/** Whether a later connection may succeed: what the API refuses for good stays refused. */
function passes(error: unknown): error is IntellisiteError {
  if (!(error instanceof IntellisiteError) || error.code === 'client_closed') return false;
  const { code, status = 0 } = error;
  const refused = status >= 400 && status < 500 && status !== 408 && status !== 429;
  return code === 'unexpected_answer' || !refused;
}
