import type { Alert, EndReason } from '@intellisite/contracts';
import { askToSignInAgain } from '../../auth/session-expiry.ts';

/** An alert as this page received it. */
export interface ReceivedAlert extends Alert {
  /** ms since 1970 */
  receivedAt: number;
  /** Whether it was raised while the connection was lost, and came after it. */
  missed: boolean;
}

export type Connection =
  | { status: 'connecting' }
  | { status: 'live'; since: number }
  /** Lost, and being made again by itself. */
  | { status: 'reconnecting'; since: number; reason: string | null }
  /** The server ended it for good: the person has to sign in again. */
  | { status: 'ended'; since: number; reason: EndReason };

/** The last time that the connection was away, and what came of it. */
export interface Outage {
  from: number;
  to: number;
  missed: number;
}

export interface AlertStreamState {
  connection: Connection;
  /** Newest first; the oldest are let go of beyond a bound. */
  alerts: readonly ReceivedAlert[];
  /** When the last event came, in ms since 1970; null before the first. */
  lastEventAt: number | null;
  lastOutage: Outage | null;
}

export interface AlertStream {
  subscribe: (listener: () => void) => () => void;
  state: () => AlertStreamState;
  start(): void;
  stop(): void;
}

/** So many are kept for the list; older ones are in the history. */
const MOST_KEPT = 10_000;
const URL = '/api/v1/alerts/stream';
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** Between two looks of the page at what came: a burst is one render. */
const NOTIFY_MS = 100;

export interface AlertStreamOptions {
  /** Begins with the alert after this number; null: with the next one. */
  after: number | null;
  /** Called when the server answers with something else than a stream, perhaps as the session has ended. */
  onRefused: () => void;
}

export const INITIAL_STREAM: AlertStreamState = {
  connection: { status: 'connecting' },
  alerts: [],
  lastEventAt: null,
  lastOutage: null,
};

/**
 * The live alerts of this page, through whatever happens to the connection: after each loss it goes on
 * with the number after the last one, and what was missed is marked.
 */
export function createAlertStream({ after, onRefused }: AlertStreamOptions): AlertStream {
  const listeners = new Set<() => void>();
  let state = INITIAL_STREAM;
  let source: EventSource | null = null;
  let lastSeq = after;
  let pauseMs = FIRST_PAUSE_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let notifying: ReturnType<typeof setTimeout> | undefined;
  /** While what was raised during an outage comes in. */
  let outage: Outage | null = null;
  let stopped = true;

  function change(next: Partial<AlertStreamState>): void {
    state = { ...state, ...next };
    notifying ??= setTimeout(() => {
      notifying = undefined;
      for (const listener of listeners) listener();
    }, NOTIFY_MS);
  }

  function receive(alert: Alert): void {
    const now = Date.now();
    const missed = outage !== null && Date.parse(alert.timestamp) < outage.to;
    if (missed && outage) outage = { ...outage, missed: outage.missed + 1 };
    else outage = null;
    lastSeq = alert.seq;
    change({
      alerts: [{ ...alert, receivedAt: now, missed }, ...state.alerts].slice(0, MOST_KEPT),
      lastEventAt: now,
      ...(outage ? { lastOutage: outage } : {}),
    });
  }

  function lost(reason: string | null): void {
    if (stopped || state.connection.status === 'ended') return;
    const { connection } = state;
    const since = connection.status === 'reconnecting' ? connection.since : Date.now();
    change({ connection: { status: 'reconnecting', since, reason } });
    source?.close();
    clearTimeout(timer);
    timer = setTimeout(connect, pauseMs * (0.75 + Math.random() / 2));
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
  }

  function opened(): void {
    pauseMs = FIRST_PAUSE_MS;
    const now = Date.now();
    const { connection } = state;
    if (connection.status === 'reconnecting') {
      outage = { from: connection.since, to: now, missed: 0 };
      change({ lastOutage: outage });
    }
    change({ connection: { status: 'live', since: now } });
  }

  function ended(event: MessageEvent<string>): void {
    const { reason } = JSON.parse(event.data) as { reason: EndReason };
    if (reason === 'shutdown') {
      lost('the server restarts');
      return;
    }
    source?.close();
    change({ connection: { status: 'ended', since: Date.now(), reason } });
    void askToSignInAgain().then(() => {
      if (!stopped) connect();
    });
  }

  function connect(): void {
    source?.close();
    const query = lastSeq === null ? '' : `?lastEventId=${String(lastSeq)}`;
    const next = new EventSource(`${URL}${query}`);
    source = next;
    next.addEventListener('open', opened);
    next.addEventListener('alert', (event) => {
      receive(JSON.parse(event.data as string) as Alert);
    });
    next.addEventListener('reset', (event) => {
      const { head } = JSON.parse(event.data as string) as { head: number };
      lastSeq = head;
      // What was listed is of another history.
      change({ alerts: [], lastOutage: null });
    });
    next.addEventListener('end', ended);
    next.addEventListener('error', () => {
      // An answer that is no stream. EventSource does not tell which: a call of the API does.
      if (next.readyState === EventSource.CLOSED) onRefused();
      lost(navigator.onLine ? null : 'this device is offline');
    });
  }

  function online(): void {
    if (state.connection.status !== 'reconnecting') return;
    clearTimeout(timer);
    connect();
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => state,
    start() {
      stopped = false;
      if (state.connection.status === 'ended') change({ connection: { status: 'connecting' } });
      window.addEventListener('online', online);
      connect();
    },
    stop() {
      stopped = true;
      window.removeEventListener('online', online);
      clearTimeout(timer);
      clearTimeout(notifying);
      notifying = undefined;
      source?.close();
    },
  };
}
