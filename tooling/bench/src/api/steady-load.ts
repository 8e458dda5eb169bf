import { Agent, get } from 'node:http';

export interface SteadyLoad {
  /** Begins to measure anew. */
  reset(): void;
  /** How long each answer took since then, in ms with fractions. */
  latencies(): readonly number[];
  /** How many were not answered with 200 since then. */
  failures(): number;
  /** Rejects when a request was not answered with 200. */
  stop(): Promise<void>;
}

export interface SteadyLoadOptions {
  url: string;
  token: string;
  perSecond: number;
  connections: number;
  /** As which it comes through a trusted proxy; absent: as that of its connections. */
  address?: string;
}

const EVERY_MS = 1;

/**
 * Asks for one target at a steady rate, whether or not the answers keep up: a server that stands still
 * delays every request that falls due meanwhile. (autocannon's rate is a burst at each second's begin,
 * which waits for the answers, and its percentiles are of whole milliseconds.)
 */
export function startSteadyLoad({
  url,
  token,
  perSecond,
  connections,
  address,
}: SteadyLoadOptions): SteadyLoad {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const headers = {
    authorization: `Bearer ${token}`,
    ...(address === undefined ? {} : { 'x-forwarded-for': address }),
  };
  const underWay = new Set<Promise<void>>();
  let latencies: number[] = [];
  let failures = 0;
  let failure: Error | null = null;

  async function ask(): Promise<void> {
    const begun = performance.now();
    const measuredIn = latencies;
    const status = await new Promise<number | undefined>((resolve, reject) => {
      get(url, { agent, headers }, (response) => {
        response.once('end', () => {
          resolve(response.statusCode);
        });
        response.resume();
      }).once('error', reject);
    });
    if (status !== 200) throw new Error(`${url} was answered with ${String(status)}`);
    measuredIn.push(performance.now() - begun);
  }

  const started = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - started) * perSecond) / 1_000);
    for (; sent < due; sent++) {
      const asked = ask().catch((error: unknown) => {
        failures += 1;
        failure ??= error instanceof Error ? error : new Error(String(error));
      });
      underWay.add(asked);
      void asked.then(() => underWay.delete(asked));
    }
  }, EVERY_MS);

  return {
    reset() {
      latencies = [];
      failures = 0;
    },
    latencies: () => latencies,
    failures: () => failures,
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
      agent.destroy();
      if (failure) throw failure;
    },
  };
}
