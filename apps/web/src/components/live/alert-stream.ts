import type { Alert, EndReason } from '@intellisite/contracts';
import { askToSignInAgain } from '../../auth/session-expiry.ts';
import { createDrawSchedule } from '../../lib/draw-schedule.ts';

export type Connection =
  | { status: 'connecting' }
  | { status: 'live'; since: number }
  /** Lost, and being made again by itself. */
  | { status: 'reconnecting'; since: number; reason: string | null }
  /** The session has ended: the person is asked to sign in again. */
  | { status: 'ended'; since: number; reason: EndReason };

/** A time in which the connection was away, and the alerts that were raised in it. */
export interface Outage {
  /** ms since 1970 */
  from: number;
  to: number;
  /** The last alert before it. */
  after: number;
  /** The last alert that was raised in it; null while that is being asked for. */
  until: number | null;
}

export interface AlertStreamState {
  connection: Connection;
  /** Newest first, without a gap; the oldest are let go of beyond a bound. */
  alerts: readonly Alert[];
  /** All alerts after this number are listed above; null: not known yet. */
  listedAfter: number | null;
  /** How often what was listed was of another history, and was dropped. */
  resets: number;
  /** Number of the newest alert that is known of; null: not known yet. */
  head: number | null;
  /** When the last event came, in ms since 1970; null before the first. */
  lastEventAt: number | null;
  /** Oldest first. */
  outages: readonly Outage[];
}

export interface AlertStream {
  subscribe: (listener: () => void) => () => void;
  state: () => AlertStreamState;
  start(): void;
  stop(): void;
}

export interface AlertStreamOptions {
  /** Begins with the alert after this number; null: with the next one. */
  after: number | null;
  /** The number of the newest alert; rejects where it cannot be had. */
  askForHead: () => Promise<number>;
}

/** So many are kept for the list at least; older ones are in the history. */
const KEPT = 10_000;
/** Let go of at once: the list has to ask for the history anew each time. */
const LET_GO = 2_000;
const MOST_OUTAGES = 20;
const URL = '/api/v1/alerts/stream';
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/** Whether an alert was raised while the connection was lost. Numbers have no gaps. */
export function wasMissed(outages: readonly Outage[], seq: number): boolean {
  return outages.some(({ after, until }) => until !== null && seq > after && seq <= until);
}

export function initialState(after: number | null): AlertStreamState {
  return {
    connection: { status: 'connecting' },
    alerts: [],
    listedAfter: after,
    resets: 0,
    head: after,
    lastEventAt: null,
    outages: [],
  };
}

/**
 * The live alerts of this page, through whatever happens to the connection: after each loss it goes on
 * with the number after the last one, and it is known which ones were missed.
 */
export function createAlertStream({ after, askForHead }: AlertStreamOptions): AlertStream {
  const listeners = new Set<() => void>();
  let state = initialState(after);
  /** As it was when the page last looked. */
  let shown = state;
  let source: EventSource | null = null;
  /** Came since the last look of the page, oldest first. */
  let arrived: Alert[] = [];
  let pauseMs = FIRST_PAUSE_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = true;
  // A burst is one render.
  const draws = createDrawSchedule(notify);

  function change(next: Partial<AlertStreamState>): void {
    state = { ...state, ...next };
    draws.request();
  }

  function notify(): void {
    if (arrived.length > 0) {
      const first = arrived[0]?.seq ?? 0;
      const alerts = [...arrived.reverse(), ...state.alerts];
      arrived = [];
      state = { ...state, alerts, listedAfter: state.listedAfter ?? first - 1 };
      if (alerts.length >= KEPT + LET_GO) {
        const kept = alerts.slice(0, KEPT);
        state = { ...state, alerts: kept, listedAfter: (kept.at(-1)?.seq ?? 0) - 1 };
      }
    }
    shown = state;
    for (const listener of listeners) listener();
  }

  function receive(alert: Alert): void {
    arrived.push(alert);
    change({ head: alert.seq, lastEventAt: Date.now() });
  }

  function lost(reason: string | null): void {
    source?.close();
    if (stopped || state.connection.status === 'ended') return;
    const { connection } = state;
    const since = connection.status === 'reconnecting' ? connection.since : Date.now();
    change({ connection: { status: 'reconnecting', since, reason } });
    clearTimeout(timer);
    timer = setTimeout(connect, pauseMs * (0.75 + Math.random() / 2));
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
  }

  function opened(): void {
    pauseMs = FIRST_PAUSE_MS;
    const { connection, head } = state;
    const now = Date.now();
    if (connection.status === 'reconnecting' && head !== null) {
      const outage: Outage = { from: connection.since, to: now, after: head, until: null };
      change({ outages: [...state.outages, outage].slice(-MOST_OUTAGES) });
      void askForHead()
        .then((until) => {
          const outages = state.outages.map((known) =>
            known === outage ? { ...outage, until } : known,
          );
          change({ outages });
        })
        // It was lost again: the next outage begins where this one did.
        .catch(() => undefined);
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
    const query = state.head === null ? '' : `?lastEventId=${String(state.head)}`;
    const next = new EventSource(`${URL}${query}`);
    source = next;
    next.addEventListener('open', opened);
    next.addEventListener('alert', (event) => {
      receive(JSON.parse(event.data as string) as Alert);
    });
    next.addEventListener('reset', (event) => {
      const { head } = JSON.parse(event.data as string) as { head: number };
      // What was listed is of another history.
      arrived = [];
      change({
        alerts: [],
        listedAfter: head,
        resets: state.resets + 1,
        head,
        outages: [],
      });
    });
    next.addEventListener('end', ended);
    next.addEventListener('error', () => {
      // An answer that is no stream. EventSource does not tell which; this call asks for the password
      // where the session has ended.
      if (next.readyState === EventSource.CLOSED) void askForHead().catch(() => undefined);
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
    state: () => shown,
    start() {
      stopped = false;
      window.addEventListener('online', online);
      connect();
    },
    stop() {
      stopped = true;
      window.removeEventListener('online', online);
      clearTimeout(timer);
      draws.stop();
      source?.close();
    },
  };
}
