import { z } from 'zod';
import type { SystemStatus } from './status-line.ts';

export interface StatusReader {
  read(): Promise<SystemStatus>;
  /** Whether people can use it, and what is amiss still: nothing when all of it works. */
  readiness(): Promise<{ isServing: boolean; troubles: string[] }>;
}

export interface StatusReaderOptions {
  /** Where the indexer serves health and metrics. */
  indexerUrl: string;
  webUrl: string;
  /** What is amiss with the servers that the services use, as far as who started them knows. */
  troublesOfOurs: () => readonly string[];
  readHeads: () => Promise<NonNullable<SystemStatus['heads']>>;
}

const ANSWER_WITHIN_MS = 2_000;
const LAG = /^intellisite_lag_messages\{[^}]*\} (\d+)/gm;
const readiness = z.object({ status: z.string(), checks: z.record(z.string(), z.string()) });

/** What of a check is no news. */
const FINE = new Set(['ok', 'active', 'standby']);

/** Asks Postgres what was indexed, and the indexer and the web server how they are. */
export function createStatusReader(options: StatusReaderOptions): StatusReader {
  const { indexerUrl, webUrl, troublesOfOurs, readHeads } = options;

  async function readLag(): Promise<number | null> {
    try {
      const text = await (await ask(`${indexerUrl}/metrics`)).text();
      const partitions = [...text.matchAll(LAG)].map(([, messages]) => Number(messages));
      return partitions.length === 0 ? null : partitions.reduce((sum, lag) => sum + lag, 0);
    } catch {
      return null;
    }
  }

  async function readTroubles(name: string, url: string): Promise<string[]> {
    try {
      const { status, checks } = readiness.parse(await (await ask(`${url}/ready`)).json());
      if (status === 'ready') return [];
      return Object.entries(checks)
        .filter(([check, state]) => check !== 'partitions' && !FINE.has(state))
        .map(([check, state]) => `${check}: ${state}`);
    } catch {
      return [`the ${name} does not answer`];
    }
  }

  async function readAllTroubles(): Promise<string[]> {
    const troubles = await Promise.all([
      readTroubles('indexer', indexerUrl),
      readTroubles('web server', webUrl),
    ]);
    // Of what both wait for, once is enough.
    return [...new Set([...troublesOfOurs(), ...troubles.flat()])];
  }

  return {
    async read() {
      const [heads, lag, troubles] = await Promise.all([
        readHeads().catch(() => null),
        readLag(),
        readAllTroubles(),
      ]);
      return { heads, lag, troubles };
    },
    async readiness() {
      const [isServing, troubles] = await Promise.all([
        ask(`${webUrl}/ready`).then(
          ({ ok }) => ok,
          () => false,
        ),
        readAllTroubles(),
      ]);
      return { isServing, troubles };
    },
  };
}

async function ask(url: string): Promise<Response> {
  return await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
}
