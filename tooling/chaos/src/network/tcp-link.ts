import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { createTcpPipe, type TcpPipe } from './tcp-pipe.ts';

/** A message on its way that was stopped. */
export interface Intercepted {
  /** Of the sender, as the server sees it. */
  readonly port: number;
  /** Lets it go on; its answer only when `answered`, otherwise the sender never hears of it. */
  forward(options: { answered: boolean }): void;
}

/** What lies between two parts of the system: a TCP proxy that can fail as networks do. */
export interface TcpLink {
  readonly name: string;
  readonly port: number;
  /** Where connections from now on lead: one after the other, past those where nobody listens. */
  setTargets(ports: () => readonly number[]): void;
  /** Ends all connections with a reset; answers how many. */
  cut(): number;
  /** From now on every connection is reset, those that are there too. */
  refuse(): void;
  /** Every byte takes so much longer, each way. */
  delay(ms: number): void;
  /** Nothing gets through, and nobody is told. */
  stall(): void;
  /** Works again as it should; what was stalled arrives. */
  mend(): void;
  /** Stops the next bytes of a client that contain these; null when none come within `deadlineMs`. */
  intercept(bytes: Buffer, deadlineMs: number): Promise<Intercepted | null>;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

interface Passage {
  client: Socket;
  server: Socket;
  up: TcpPipe;
  down: TcpPipe;
}

export async function createTcpLink(name: string): Promise<TcpLink> {
  const passages = new Set<Passage>();
  let targets: () => readonly number[] = () => [];
  let turn = 0;
  let refusing = false;
  let stalled = false;
  let delayMs = 0;
  let waiting: { bytes: Buffer; caught: (intercepted: Intercepted) => void } | null = null;

  function accept(client: Socket): void {
    client.on('error', () => undefined);
    if (refusing) {
      client.resetAndDestroy();
      return;
    }
    const ports = targets();
    turn += 1;
    tryNext(
      client,
      ports.map((_, index) => ports[(index + turn) % ports.length] ?? 0),
    );
  }

  function tryNext(client: Socket, [port, ...others]: readonly number[]): void {
    if (port === undefined || client.destroyed) {
      client.resetAndDestroy();
      return;
    }
    const server = connect({ port, host: LOOPBACK, noDelay: true, allowHalfOpen: true });
    const next = (): void => {
      tryNext(client, others);
    };
    server.once('error', next);
    server.once('connect', () => {
      server.off('error', next);
      server.on('error', () => undefined);
      join(client, server);
    });
  }

  function join(client: Socket, server: Socket): void {
    const up = createTcpPipe(client, server, (chunk) => catchIfWanted(passage, chunk));
    const down = createTcpPipe(server, client);
    const passage = { client, server, up, down };
    passages.add(passage);
    for (const pipe of [up, down]) {
      pipe.delay(delayMs);
      pipe.stall(stalled);
    }
    const end = (): void => {
      passages.delete(passage);
      client.destroy();
      server.destroy();
    };
    client.once('close', end);
    server.once('close', end);
    if (refusing) reset(passage);
  }

  function catchIfWanted({ server, up, down }: Passage, chunk: Buffer): boolean {
    if (waiting?.bytes === undefined || !chunk.includes(waiting.bytes)) return false;
    const { caught } = waiting;
    waiting = null;
    up.stall(true);
    caught({
      port: server.localPort ?? 0,
      forward({ answered }) {
        down.stall(!answered);
        up.stall(false);
      },
    });
    return true;
  }

  function reset({ client, server }: Passage): void {
    client.resetAndDestroy();
    server.resetAndDestroy();
  }

  function eachPipe(change: (pipe: TcpPipe) => void): void {
    for (const { up, down } of passages) for (const pipe of [up, down]) change(pipe);
  }

  function cut(): number {
    const count = passages.size;
    for (const passage of [...passages]) reset(passage);
    return count;
  }

  const server = createServer({ allowHalfOpen: true, noDelay: true }, accept);
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));

  return {
    name,
    port: (server.address() as AddressInfo).port,
    setTargets(ports) {
      targets = ports;
    },
    cut,
    refuse() {
      refusing = true;
      cut();
    },
    delay(ms) {
      delayMs = ms;
      eachPipe((pipe) => {
        pipe.delay(ms);
      });
    },
    stall() {
      stalled = true;
      eachPipe((pipe) => {
        pipe.stall(true);
      });
    },
    mend() {
      refusing = false;
      stalled = false;
      delayMs = 0;
      eachPipe((pipe) => {
        pipe.delay(0);
        pipe.stall(false);
      });
    },
    async intercept(bytes, deadlineMs) {
      return await new Promise((resolve) => {
        const timer = setTimeout(() => {
          waiting = null;
          resolve(null);
        }, deadlineMs);
        waiting = {
          bytes,
          caught(intercepted) {
            clearTimeout(timer);
            resolve(intercepted);
          },
        };
      });
    },
    async close() {
      cut();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}
