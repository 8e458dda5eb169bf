import { request, type ClientRequest, type IncomingMessage } from 'node:http';

export interface ResumingClient {
  /** Number of the last alert. */
  last: () => number;
  /** Alerts that came out of turn: not one after the last. */
  outOfTurn: () => string[];
  /** Reasons of `event: end`, one for each. */
  ends: () => string[];
  resets: () => number;
  stop: () => void;
}

export interface ResumingClientOptions {
  /** It turns to the next of these each time that it has to connect. */
  urls: readonly string[];
  /** Which of them is the first. */
  first: number;
  token: string;
}

const LEAST_PAUSE_MS = 50;
const PAUSE_SPREAD_MS = 300;

/**
 * Reads the stream of alerts from the beginning, and resumes where it stood whenever it was cut off, as
 * `EventSource` does; but counts instead of keeping, so that a thousand of them fit into a test.
 */
export function createResumingClient({
  urls,
  first,
  token,
}: ResumingClientOptions): ResumingClient {
  let last = 0;
  let attempt = first;
  let stopped = false;
  let resets = 0;
  let current: ClientRequest | null = null;
  let again: NodeJS.Timeout | undefined;
  const outOfTurn: string[] = [];
  const ends: string[] = [];

  function take(event: string): void {
    const [, id] = /^id: (\d+)\nevent: alert$/m.exec(event) ?? [];
    if (id !== undefined) {
      if (Number(id) !== last + 1) outOfTurn.push(`${id} after ${String(last)}`);
      last = Number(id);
    } else if (event.includes('event: end')) {
      ends.push(/"reason":"(\w+)"/.exec(event)?.[1] ?? 'none');
    } else if (event.includes('event: reset')) {
      resets += 1;
    }
  }

  function read(response: IncomingMessage): void {
    let rest = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      const events = (rest + chunk).split('\n\n');
      rest = events.pop() ?? '';
      if (response.statusCode === 200) events.forEach(take);
    });
    response.on('error', () => undefined);
    response.on('close', connectLater);
  }

  function connectLater(): void {
    if (stopped) return;
    clearTimeout(again);
    again = setTimeout(connect, LEAST_PAUSE_MS + Math.random() * PAUSE_SPREAD_MS);
  }

  function connect(): void {
    const url = urls[attempt % urls.length] ?? '';
    attempt += 1;
    current = request(`${url}/api/v1/alerts/stream`, {
      agent: false,
      headers: { authorization: `Bearer ${token}`, 'last-event-id': String(last) },
    });
    current.on('response', read);
    // Nobody listens there now.
    current.on('error', connectLater);
    current.end();
  }

  connect();
  return {
    last: () => last,
    outOfTurn: () => outOfTurn,
    ends: () => ends,
    resets: () => resets,
    stop() {
      stopped = true;
      clearTimeout(again);
      current?.destroy();
    },
  };
}
