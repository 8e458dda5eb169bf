import { z } from 'zod';
import type { SystemStatus } from './status-line.ts';

export interface StatusReader {
  read(): Promise<SystemStatus>;
  /** Whether the indexer's /ready answers 200. */
  isReady(): Promise<boolean>;
}

export interface StatusReaderOptions {
  /** Where the indexer serves health and metrics. */
  indexerUrl: string;
  readHeads: () => Promise<NonNullable<SystemStatus['heads']>>;
}

const ANSWER_WITHIN_MS = 2_000;
const LAG = /^intellisite_lag_messages\{[^}]*\} (\d+)/gm;
const readiness = z.object({ status: z.string(), checks: z.record(z.string(), z.string()) });

/** What of a check is no news. */
const FINE = new Set(['ok', 'active', 'standby']);

/** Asks Postgres what was indexed and the indexer how it is. */
export function createStatusReader({ indexerUrl, readHeads }: StatusReaderOptions): StatusReader {
  async function ask(path: string): Promise<Response> {
    return await fetch(`${indexerUrl}${path}`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  }

  async function readLag(): Promise<number | null> {
    try {
      const text = await (await ask('/metrics')).text();
      const partitions = [...text.matchAll(LAG)].map(([, messages]) => Number(messages));
      return partitions.length === 0 ? null : partitions.reduce((sum, lag) => sum + lag, 0);
    } catch {
      return null;
    }
  }

  async function readTroubles(): Promise<string[]> {
    try {
      const { status, checks } = readiness.parse(await (await ask('/ready')).json());
      if (status === 'ready') return [];
      return Object.entries(checks)
        .filter(([name, state]) => name !== 'partitions' && !FINE.has(state))
        .map(([name, state]) => `${name}: ${state}`);
    } catch {
      return ['the indexer does not answer'];
    }
  }

  return {
    async read() {
      const [heads, lag, troubles] = await Promise.all([
        readHeads().catch(() => null),
        readLag(),
        readTroubles(),
      ]);
      return { heads, lag, troubles };
    },
    isReady: () =>
      ask('/ready').then(
        ({ ok }) => ok,
        () => false,
      ),
  };
}
