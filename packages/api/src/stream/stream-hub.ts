import type { EndReason, ResetReason } from '@intellisite/contracts';
import type { AlertPages } from './alert-pages.ts';
import type { AlertRing } from './alert-ring.ts';
import { createClientList } from './client-list.ts';
import type { AlertRun } from './frame-slab.ts';
import { createPassSchedule } from './pass-schedule.ts';
import type { Receiver } from './receiver.ts';
import { createStreamClient, type StreamClient, type StreamStart } from './stream-client.ts';
import type { StreamPrincipal } from './stream-request.ts';

export interface StreamHubOptions {
  ring: AlertRing;
  pages: AlertPages;
  /** A comment after so much silence. */
  heartbeatMs: number;
  /** A client that has taken nothing for so long is dropped. */
  stallMs: number;
}

/** Gives every client the alerts after its cursor, at the client's own pace. */
export interface StreamHub {
  readonly clients: readonly StreamClient[];
  start(): void;
  /** Ends every stream, and whoever does not leave within a second. No stream opens afterwards. */
  stop(): Promise<void>;
  /** `onClosed` is called once, when the stream is gone for whatever reason. */
  open(
    start: StreamStart,
    principal: StreamPrincipal,
    receiver: Receiver,
    onClosed: () => void,
  ): void;
  /** The ring has changed. */
  wake(): void;
  end(client: StreamClient, reason: EndReason): void;
  figures(): { open: number; eventsSent: number; stalled: number };
}

const MOST_TICK_MS = 1_000;
/** How long a client that was told the end may take to read it. */
const LEAVE_MS = 1_000;
/** Between two looks at the clock in a pass. */
const CLIENTS_AT_ONCE = 32;

export function createStreamHub(options: StreamHubOptions): StreamHub {
  const { ring, pages, heartbeatMs, stallMs } = options;
  const list = createClientList();
  const clients = list.all;
  let eventsSent = 0;
  let stalled = 0;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let onEmpty: () => void = () => undefined;
  /** How many clients the pass under way has still to meet. */
  let left = 0;
  let again = false;

  const passes = createPassSchedule({
    begin() {
      left = clients.length;
      again = false;
    },
    slice(deadline) {
      let now = performance.now();
      for (left = Math.min(left, clients.length); left > 0;) {
        left -= 1;
        const client = clients[left];
        if (client && advance(client, now)) again = true;
        if (left % CLIENTS_AT_ONCE > 0) continue;
        now = performance.now();
        if (now > deadline) break;
      }
      if (left > 0) return false;
      if (again) passes.request();
      return true;
    },
  });

  /** Gives a client its next alerts, one run at most. True: there is more for it at once. */
  function advance(client: StreamClient, now: number): boolean {
    if (client.blocked || client.ending) return false;
    if (client.generation !== ring.generation) goLive(client, 'epoch');
    if (client.reset && !tellReset(client, client.reset, now)) return false;
    if (client.cursor >= ring.head) {
      if (now - client.movedAt >= heartbeatMs) note(client, client.receiver.heartbeat(), now);
      return false;
    }
    const run = client.cursor < ring.tail ? fromPages(client) : ring.runAfter(client.cursor);
    if (!run) return client.reset !== null;
    client.cursor = run.last;
    eventsSent += run.count;
    return note(client, client.receiver.alerts(run), now) && client.cursor < ring.head;
  }

  /** After something was given; false: the receiver wants no more for now. */
  function note(client: StreamClient, ready: boolean, now: number): boolean {
    client.movedAt = now;
    client.blocked = !ready;
    if (!ready) client.backlog = client.receiver.backlog();
    return ready;
  }

  /** Its alerts are not there: it will be told, and goes on after the newest. */
  function goLive(client: StreamClient, reason: ResetReason): void {
    client.reset = reason;
    // Retention can have overtaken the ring as well, which then goes on above the floor.
    client.cursor = Math.max(ring.head, pages.floor);
    client.generation = ring.generation;
  }

  function tellReset(client: StreamClient, reason: ResetReason, now: number): boolean {
    client.reset = null;
    return note(client, client.receiver.reset(reason, client.cursor), now);
  }

  function fromPages(client: StreamClient): AlertRun | null {
    if (client.loading) return null;
    const run = pages.runAfter(client.cursor);
    if (run === 'dropped') goLive(client, 'dropped');
    if (run === 'absent') load(client);
    return typeof run === 'string' ? null : run;
  }

  function load(client: StreamClient): void {
    client.loading = true;
    void pages.load(client.cursor).then((loaded) => {
      client.loading = false;
      // Otherwise the next tick tries again.
      if (loaded) passes.request();
    });
  }

  /** Not given more from here: Node tells this of a fast client again and again before anything else. */
  function drained(client: StreamClient): void {
    if (!client.blocked) return;
    client.blocked = false;
    if (client.reset || client.cursor < ring.head) passes.request();
  }

  function tick(): void {
    const now = performance.now();
    const time = Date.now();
    let wanted = false;
    for (let index = clients.length - 1; index >= 0; index -= 1) {
      const client = clients[index];
      if (!client) continue;
      if (client.ending) {
        if (now - client.movedAt >= LEAVE_MS) client.receiver.destroy();
      } else if (client.principal.tokenExpiresAt <= time) {
        end(client, 'token_expired');
      } else if (client.blocked) {
        dropIfStalled(client, now);
      } else if (client.cursor < ring.head || now - client.movedAt >= heartbeatMs) {
        wanted = true;
      }
    }
    if (wanted) passes.request();
  }

  function dropIfStalled(client: StreamClient, now: number): void {
    const backlog = client.receiver.backlog();
    if (backlog !== client.backlog) {
      client.backlog = backlog;
      client.movedAt = now;
    } else if (now - client.movedAt >= stallMs) {
      stalled += 1;
      client.receiver.destroy();
    }
  }

  function end(client: StreamClient, reason: EndReason): void {
    if (client.ending) return;
    client.ending = true;
    client.movedAt = performance.now();
    client.receiver.end(reason);
  }

  async function untilEmpty(atMostMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const deadline = setTimeout(resolve, atMostMs);
      onEmpty = () => {
        clearTimeout(deadline);
        resolve();
      };
    });
  }

  function closed(client: StreamClient): void {
    list.remove(client);
    if (clients.length === 0) onEmpty();
  }

  return {
    clients,
    start() {
      timer = setInterval(tick, Math.min(MOST_TICK_MS, heartbeatMs / 4, stallMs / 4));
    },
    async stop() {
      stopped = true;
      for (const client of [...clients]) end(client, 'shutdown');
      if (clients.length > 0) await untilEmpty(LEAVE_MS);
      clearInterval(timer);
      passes.stop();
      for (const client of [...clients]) client.receiver.destroy();
    },
    open(start, principal, receiver, onClosed) {
      const client = createStreamClient(start, principal, receiver);
      list.add(client);
      const events = {
        drained: () => {
          drained(client);
        },
        closed: () => {
          closed(client);
          onClosed();
        },
      };
      note(client, receiver.open(events, client.cursor), performance.now());
      if (stopped) end(client, 'shutdown');
      else if (advance(client, performance.now())) passes.request();
    },
    wake() {
      passes.request();
    },
    end,
    figures: () => ({ open: clients.length, eventsSent, stalled }),
  };
}
