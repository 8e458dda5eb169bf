import { Agent, request } from 'node:http';
import type { Outcome, Scale, Target } from './attack.ts';
import { createTally } from './tally.ts';

export interface FloodRequest {
  method?: string;
  path: string;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
}

/** Asks over a number of connections as fast as answers come. */
export async function flood(
  { url, address }: Target,
  { connections, seconds }: Scale,
  next: (index: number) => FloodRequest,
): Promise<Outcome> {
  const { hostname, port } = new URL(url);
  const from = address === undefined ? {} : { 'x-forwarded-for': address };
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const tally = createTally();
  const deadline = performance.now() + seconds * 1_000;
  let index = 0;

  function ask({ method = 'GET', path, headers = {}, body }: FloodRequest): Promise<void> {
    return new Promise((resolve) => {
      const begun = performance.now();
      let ended = false;
      const end = (how: string): void => {
        if (ended) return;
        ended = true;
        clearTimeout(giveUp);
        tally.end(how, (performance.now() - begun) / 1_000);
        resolve();
      };
      const asking = request(
        {
          hostname,
          port,
          path,
          method,
          headers: { ...from, ...headers },
          agent,
          maxHeaderSize: 65_536,
        },
        (response) => {
          response.resume();
          // The answer counts, also when the connection breaks off after its first bytes.
          response.on('close', () => {
            end(String(response.statusCode));
          });
        },
      );
      const giveUp = setTimeout(
        () => {
          end('open');
          asking.destroy();
        },
        Math.max(0, deadline - begun) + GRACE_MS,
      );
      asking.on('error', () => {
        end('cut');
      });
      asking.end(body);
    });
  }

  async function askOn(): Promise<void> {
    while (performance.now() < deadline) await ask(next(index++));
  }
  await Promise.all(Array.from({ length: connections }, askOn));
  agent.destroy();
  return tally.outcome();
}

/** What was asked at the end may still be answered. */
const GRACE_MS = 10_000;
