import { setTimeout } from 'node:timers/promises';
import type { Logger } from '@intellisite/service';
import { createFailureLog } from './failure-log.ts';

/** What streams have to know of the database at one moment. */
export interface StreamSnapshot {
  readonly epoch: string;
  /** Number of the newest alert. */
  readonly alertSeq: number;
  /** Alerts up to this number were dropped by retention. */
  readonly alertFloor: number;
  /** Moves whenever somebody's access ends or narrows. */
  readonly authRevision: number;
}

export interface DatabasePulseOptions {
  snapshots: { read(): Promise<StreamSnapshot> };
  everyMs: number;
  onBeat: (snapshot: StreamSnapshot) => Promise<void>;
  logger: Logger;
}

/** Looks at the database regularly: one small query for all streams of the process. */
export interface DatabasePulse {
  start(): void;
  stop(): Promise<void>;
  /** Null before the first one. */
  latest(): StreamSnapshot | null;
  lastError(): string | null;
}

export function createDatabasePulse(options: DatabasePulseOptions): DatabasePulse {
  const { snapshots, everyMs, onBeat, logger } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const failing = createFailureLog(logger, 'streams wait: the database does not answer');
  let latest: StreamSnapshot | null = null;
  let running: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        latest = await snapshots.read();
        await onBeat(latest);
        failing.worked();
      } catch (error) {
        failing.failed(error);
      }
      await setTimeout(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }

  return {
    start() {
      running = run();
    },
    async stop() {
      stopping.abort();
      await running;
    },
    latest: () => latest,
    lastError: () => failing.reason(),
  };
}
