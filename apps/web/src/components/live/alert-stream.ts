import type { Alert, EndReason } from '@intellisite/contracts';
import { sessionExpiry } from '../../auth/session-expiry.ts';
import { createDrawSchedule } from '../../lib/draw-schedule.ts';
import { createSilenceWatch } from './silence-watch.ts';

export type Connection =
  | { status: 'connecting' }
  | { status: 'live'; since: number }
  /** Lost, and being made again by itself. */
  | { status: 'reconnecting'; since: number; reason: string | null }
  /** The session has ended: the person is asked to sign in again. */
  | { status: 'ended' };

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
  /**
   * The number of the newest alert; rejects where it cannot be had within some seconds. It asks the person
   * to sign in again where the session has ended.
   */
  askForHead: () => Promise<number>;
  /** What the server has told so far is of another history. Called before the state says so. */
  onReset: () => void;
  /** The server has ended the stream of a session that lives: its user may do something else now. */
  onAccessChange: () => void;
}

/** So many are kept for the list at least; older ones are in the history. */
const KEPT = 10_000;
/** Let go of at once: the list has to ask for the history anew each time. */
const LET_GO = 2_000;
const MOST_OUTAGES = 20;
const URL = '/api/v1/alerts/stream';
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** A connection that is not there by then never is: the browser itself would wait for minutes. */
const OPENING_MS = 30_000;

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
export function createAlertStream({
  after,
  askForHead,
  onReset,
  onAccessChange,
}: AlertStreamOptions): AlertStream {
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
  const watch = createSilenceWatch({
    head: () => state.head,
    askForHead,
    onDead(since) {
      lost('nothing came from the server', since);
    },
  });
  let unfollowSession = (): void => undefined;

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
    watch.heard();
    arrived.push(alert);
    change({ head: alert.seq, lastEventAt: Date.now() });
  }

  /** It holds no connection after that, and makes none by itself. */
  function close(): void {
    source?.close();
    source = null;
    clearTimeout(timer);
    watch.stop();
  }

  function lost(reason: string | null, at = Date.now()): void {
    close();
    // The person is asked first.
    if (state.connection.status === 'ended') return;
    const { connection } = state;
    const since = connection.status === 'reconnecting' ? connection.since : at;
    change({ connection: { status: 'reconnecting', since, reason } });
    timer = setTimeout(connect, pauseMs * (0.75 + Math.random() / 2));
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
  }

  function opened(): void {
    clearTimeout(timer);
    watch.heard();
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

  function begunAnew(head: number): void {
    watch.heard();
    onReset();
    arrived = [];
    change({
      alerts: [],
      listedAfter: head,
      resets: state.resets + 1,
      head,
      outages: [],
    });
  }

  function ended(reason: EndReason): void {
    if (reason === 'shutdown') {
      lost('the server restarts');
      return;
    }
    close();
    change({ connection: { status: 'connecting' } });
    // The session may live: the streams of a user who is given another role end with the same reason.
    void askForHead().then(
      () => {
        if (stopped) return;
        connect();
        onAccessChange();
      },
      () => {
        if (!stopped && !source) lost(null);
      },
    );
  }

  function connect(): void {
    if (source) return;
    clearTimeout(timer);
    if (state.connection.status === 'ended') change({ connection: { status: 'connecting' } });
    const query = state.head === null ? '' : `?lastEventId=${String(state.head)}`;
    const next = new EventSource(`${URL}${query}`);
    source = next;
    timer = setTimeout(lost, OPENING_MS, 'the server does not answer');
    next.addEventListener('open', opened);
    next.addEventListener('alert', ({ data }: MessageEvent<string>) => {
      receive(JSON.parse(data) as Alert);
    });
    next.addEventListener('reset', ({ data }: MessageEvent<string>) => {
      begunAnew((JSON.parse(data) as { head: number }).head);
    });
    next.addEventListener('end', ({ data }: MessageEvent<string>) => {
      ended((JSON.parse(data) as { reason: EndReason }).reason);
    });
    next.addEventListener('error', () => {
      // An answer that is no stream. EventSource does not tell which; this call asks for the password
      // where the session has ended.
      if (next.readyState === EventSource.CLOSED) void askForHead().catch(() => undefined);
      lost(navigator.onLine ? null : 'this device is offline');
    });
  }

  function online(): void {
    if (state.connection.status !== 'reconnecting') return;
    close();
    connect();
  }

  /** Whichever call has met the end of the session: no stream opens until the person has signed in. */
  function followSession(): void {
    if (sessionExpiry.isWaiting()) {
      close();
      change({ connection: { status: 'ended' } });
    } else {
      connect();
    }
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
      unfollowSession = sessionExpiry.subscribe(followSession);
      followSession();
    },
    stop() {
      stopped = true;
      window.removeEventListener('online', online);
      unfollowSession();
      close();
      draws.stop();
    },
  };
}
