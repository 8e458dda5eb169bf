import { connect } from 'node:net';
import { createArrivals, type Arrivals, type ArrivalReport } from './arrivals.ts';
import { createIdReader } from './event-ids.ts';
import { streamRequest, type StreamAddress, type StreamRequest } from './stream-request.ts';

// Many clients of one stream on raw sockets.

export interface ConnectTask extends StreamAddress {
  clients: number;
}

export interface ReportTask {
  published: readonly (readonly [seq: number, at: number])[];
}

export type ClientsReport = ArrivalReport & { lost: number };

const AT_ONCE = 50;
let arrivals: Arrivals | null = null;
let lost = 0;

process.on('message', (task: ConnectTask | ReportTask) => {
  if ('published' in task) process.send?.(report(task));
  else void connectAll(task).then(() => process.send?.({ connected: task.clients }));
});

function report({ published }: ReportTask): ClientsReport {
  if (!arrivals) throw new Error('Nobody is connected.');
  return { ...arrivals.report(published), lost };
}

async function connectAll({ clients, ...address }: ConnectTask): Promise<void> {
  const notes = createArrivals(clients);
  arrivals = notes;
  const request = streamRequest(address);
  let next = 0;

  async function connectSome(): Promise<void> {
    while (next < clients) {
      const client = next;
      next += 1;
      await open(request, (seq, at) => {
        notes.note(client, seq, at);
      });
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, connectSome));
}

/** Resolves with the first bytes of the answer. */
function open(
  { to, head }: StreamRequest,
  onAlert: (seq: number, at: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const readIds = createIdReader();
    let opened = false;
    const socket = connect({ ...to, noDelay: true }, () => socket.write(head));
    socket.on('data', (bytes) => {
      if (!opened) {
        opened = true;
        const status = bytes.toString('latin1', 0, 15);
        if (status.includes(' 200 ')) resolve();
        else reject(new Error(`The stream answered ${bytes.toString('latin1', 0, 300)}`));
      }
      const at = performance.timeOrigin + performance.now();
      readIds(bytes, (seq) => {
        onAlert(seq, at);
      });
    });
    socket.on('error', reject);
    socket.on('close', () => {
      lost += 1;
    });
  });
}
