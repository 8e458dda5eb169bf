import type { Socket } from 'node:net';

/** One direction of a connection. What waits in it keeps its order. */
export interface TcpPipe {
  /** Bytes from now on take so much longer. */
  delay(ms: number): void;
  stall(stalled: boolean): void;
}

interface Parcel {
  /** null: the end. */
  bytes: Buffer | null;
  due: number;
}

/** Bytes that wait, above which the sender has to. */
const MOST_WAITING = 1_048_576;

/** @param inspect sees each chunk as it comes, and may stall the pipe so that it does not go on */
export function createTcpPipe(
  from: Socket,
  to: Socket,
  inspect: (chunk: Buffer) => void = () => undefined,
): TcpPipe {
  const parcels: Parcel[] = [];
  let waiting = 0;
  let delayMs = 0;
  let stalled = false;
  let blocked = false;
  let timer: NodeJS.Timeout | undefined;

  function take(bytes: Buffer | null): void {
    const due = Math.max(Date.now() + delayMs, parcels.at(-1)?.due ?? 0);
    parcels.push({ bytes, due });
    waiting += bytes?.length ?? 0;
    if (waiting > MOST_WAITING) from.pause();
    pass();
  }

  function pass(): void {
    clearTimeout(timer);
    while (!stalled && !blocked && !to.destroyed) {
      const [first] = parcels;
      if (!first) break;
      const early = first.due - Date.now();
      if (early > 0) {
        timer = setTimeout(pass, early);
        return;
      }
      parcels.shift();
      if (first.bytes === null) {
        to.end();
        return;
      }
      waiting -= first.bytes.length;
      blocked = !to.write(first.bytes);
    }
    if (waiting <= MOST_WAITING) from.resume();
  }

  from.on('data', (chunk: Buffer) => {
    inspect(chunk);
    take(chunk);
  });
  from.once('end', () => {
    take(null);
  });
  to.on('drain', () => {
    blocked = false;
    pass();
  });
  to.once('close', () => {
    clearTimeout(timer);
  });

  return {
    delay(ms) {
      delayMs = ms;
      if (ms > 0) return;
      for (const parcel of parcels) parcel.due = 0;
      pass();
    },
    stall(wanted) {
      stalled = wanted;
      pass();
    },
  };
}
