import { connect, type Socket } from 'node:net';
import { createIdReader } from './event-ids.ts';
import { streamRequest, type StreamAddress } from './stream-request.ts';

// Clients that ask for all alerts from the first on and do not read them as they come: some stand
// still, others take a little now and then. Released, all read on, come back where they were cut, and
// have to have everything, once and in order.

export interface HoldTask extends StreamAddress {
  stalled: number;
  slow: number;
}

export interface ReleaseTask {
  /** Number of the alert after which they leave. */
  upTo: number;
}

export interface SlowClientsReport {
  /** How many the server cut while they were held. */
  stalledCut: number;
  slowCut: number;
  /** How many have every alert from the first to the last. */
  complete: number;
  /** Alerts that came twice, or in another order, or after a hole. */
  disordered: number;
}

/** A slow client reads what its socket has, 64 KB at most, so often. */
const SLOW_MS = 500;
const END_OF_EVENT = '\n\n';
const BEGIN_OF_EVENT = '\nid: ';

interface SlowClient {
  readonly cut: boolean;
  readonly disordered: number;
  /** Resolves when it has the alert with that number. */
  release(upTo: number): Promise<void>;
}

let stalled: SlowClient[] = [];
let slow: SlowClient[] = [];

process.on('message', (task: HoldTask | ReleaseTask) => {
  if ('upTo' in task) void release(task).then((report) => process.send?.(report));
  else void hold(task).then(() => process.send?.({ held: true }));
});

async function hold(task: HoldTask): Promise<void> {
  const open = (count: number, everyMs: number | null): Promise<SlowClient[]> =>
    Promise.all(Array.from({ length: count }, () => createSlowClient(task, everyMs)));
  stalled = await open(task.stalled, null);
  slow = await open(task.slow, SLOW_MS);
}

async function release({ upTo }: ReleaseTask): Promise<SlowClientsReport> {
  const all = [...stalled, ...slow];
  const cutOf = (clients: readonly SlowClient[]): number => clients.filter(({ cut }) => cut).length;
  const report = { stalledCut: 0, slowCut: cutOf(slow) };
  let complete = 0;
  for (const client of all) {
    await client.release(upTo);
    complete += 1;
  }
  // One that stands still does not see its end before it reads.
  report.stalledCut = cutOf(stalled);
  const disordered = all.reduce((sum, client) => sum + client.disordered, 0);
  return { ...report, complete, disordered };
}

/** @param everyMs null: it reads nothing after the first bytes */
async function createSlowClient(
  address: StreamAddress,
  everyMs: number | null,
): Promise<SlowClient> {
  let last = 0;
  let disordered = 0;
  let cut = false;
  let released: { upTo: number; done: () => void } | null = null;
  let socket = await open();

  function take(seq: number): void {
    if (seq !== last + 1) disordered += 1;
    last = seq;
    if (released && seq >= released.upTo) {
      released.done();
      socket.destroy();
    }
  }

  function open(): Promise<Socket> {
    const request = streamRequest(address, last);
    return new Promise((resolve, reject) => {
      const readIds = createIdReader();
      /** Its number was read, and not yet its end. */
      let begun: number | null = null;
      let isBeginning = true;
      const opened = connect({ ...request.to, noDelay: true }, () => opened.write(request.head));
      const end = (): void => {
        if (begun !== null) take(begun);
        begun = null;
      };
      opened.on('data', (bytes) => {
        resolve(opened);
        readIds(bytes, (seq) => {
          end();
          // The stream begins with the number after which it was asked for.
          if (isBeginning && seq === last) return;
          isBeginning = false;
          begun = seq;
        });
        if (bytes.lastIndexOf(END_OF_EVENT) > bytes.lastIndexOf(BEGIN_OF_EVENT)) end();
        if (released) return;
        opened.pause();
        if (everyMs !== null) setTimeout(() => opened.resume(), everyMs);
      });
      opened.on('error', reject);
      opened.on('close', () => {
        if (released && last >= released.upTo) return;
        cut = true;
        if (released) void comeBack();
      });
    });
  }

  async function comeBack(): Promise<void> {
    socket = await open();
  }

  return {
    get cut() {
      return cut;
    },
    get disordered() {
      return disordered;
    },
    release(upTo) {
      return new Promise((done) => {
        released = { upTo, done };
        if (socket.closed) void comeBack();
        else socket.resume();
      });
    },
  };
}
