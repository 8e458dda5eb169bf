import { get, type IncomingMessage } from 'node:http';
import type { Alert } from '@intellisite/contracts';
import type { StreamPrincipal } from '../src/stream/stream-request.ts';

export interface EventClientOptions {
  lastEventId?: number;
  principal?: StreamPrincipal;
}

export interface ReceivedEvent {
  id: string | null;
  event: string;
  data: string;
}

/** Reads a stream over a real socket, as an EventSource would, but at a pace that the test decides. */
export interface EventClient {
  readonly events: readonly ReceivedEvent[];
  readonly comments: readonly string[];
  /** The waits that it was told, in ms. */
  readonly retries: readonly number[];
  /** What it would ask to go on after, as an EventSource does. */
  lastEventId: () => number | undefined;
  /** Numbers of the alerts that came, in the order in which they came. */
  numbers(): number[];
  alerts(): Alert[];
  /** Resolves when the alert has come; rejects after 90 s, or when the stream has ended without it. */
  until(seq: number): Promise<void>;
  /** Resolves when an event of the kind has come, with its data. */
  untilEvent(event: string): Promise<unknown>;
  untilComment(): Promise<void>;
  /** Takes nothing from its socket. */
  pause(): void;
  resume(): void;
  close(): void;
  /** Resolves when the stream is over: whether it ended as it should. */
  readonly ended: Promise<{ complete: boolean }>;
}

const DEADLINE_MS = 90_000;

const FIELDS = {
  id: /^id: (.*)$/m,
  event: /^event: (.*)$/m,
  data: /^data: (.*)$/m,
  retry: /^retry: (.*)$/m,
};

export async function connectEvents(
  port: number,
  { lastEventId, principal }: EventClientOptions = {},
): Promise<EventClient> {
  const response = await request(port, {
    ...(lastEventId === undefined ? {} : { 'Last-Event-ID': String(lastEventId) }),
    ...(principal ? { 'X-Principal': JSON.stringify(principal) } : {}),
  });
  if (response.statusCode !== 200) throw new Error(`answered ${String(response.statusCode)}`);
  return createEventClient(response);
}

function request(port: number, headers: Record<string, string>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', headers, agent: false }, resolve).on('error', reject);
  });
}

function createEventClient(response: IncomingMessage): EventClient {
  const events: ReceivedEvent[] = [];
  const comments: string[] = [];
  const retries: number[] = [];
  const numbers: number[] = [];
  let unread = '';
  let lastEventId: number | undefined;
  let over = false;
  let waiters: (() => void)[] = [];

  function notify(): void {
    const woken = waiters;
    waiters = [];
    for (const wake of woken) wake();
  }

  function read(block: string): void {
    const field = (name: keyof typeof FIELDS): string | null =>
      FIELDS[name].exec(block)?.[1] ?? null;
    const retry = field('retry');
    if (retry !== null) retries.push(Number(retry));
    const comment = /^:.*$/m.exec(block);
    if (comment) comments.push(comment[0]);
    const id = field('id');
    if (id !== null) lastEventId = Number(id);
    const data = field('data');
    if (data === null) return;
    const received = { id, event: field('event') ?? 'message', data };
    events.push(received);
    if (received.event === 'alert') numbers.push(Number(received.id));
  }

  response.setEncoding('utf8');
  response.on('data', (text: string) => {
    const blocks = `${unread}${text}`.split('\n\n');
    unread = blocks.pop() ?? '';
    blocks.forEach(read);
    notify();
  });
  const ended = new Promise<{ complete: boolean }>((resolve) => {
    response.on('error', () => undefined);
    response.on('close', () => {
      over = true;
      notify();
      resolve({ complete: response.complete });
    });
  });

  async function until<T>(what: string, look: () => T | undefined): Promise<T> {
    const deadline = Date.now() + DEADLINE_MS;
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (over) throw new Error(`the stream ended without ${what}`);
      if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
      await new Promise<void>((resolve) => {
        waiters.push(resolve);
        setTimeout(resolve, deadline - Date.now() + 1).unref();
      });
    }
  }

  return {
    events,
    comments,
    retries,
    lastEventId: () => lastEventId,
    numbers: () => numbers,
    alerts: () =>
      events.filter(({ event }) => event === 'alert').map(({ data }) => JSON.parse(data) as Alert),
    async until(seq) {
      await until(`alert ${String(seq)}`, () => numbers.at(-1) === seq || undefined);
    },
    untilEvent: (event) =>
      until(`event ${event}`, () => {
        const received = events.find((candidate) => candidate.event === event);
        return received && (JSON.parse(received.data) as unknown);
      }),
    async untilComment() {
      const known = comments.length;
      await until('a comment', () => comments.length > known || undefined);
    },
    pause: () => response.pause(),
    resume: () => response.resume(),
    close: () => response.destroy(),
    ended,
  };
}
