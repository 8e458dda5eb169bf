import { setTimeout } from 'node:timers/promises';
import { applyRetention, readDatabaseTime, type Pool, type RetentionResult } from '@intellisite/db';
import type { Logger } from '@intellisite/service';

export interface RetentionOptions {
  pool: Pool;
  /** For how long what was indexed is kept; 0: for ever. */
  keepDays: number;
  /** Whether this is the one of several indexers that does it. */
  isInCharge: () => boolean;
  onPass: (result: RetentionResult) => void;
  logger: Logger;
}

/** Drops what is older than it is to be kept, now and then. */
export interface Retention {
  start(): void;
  stop(): Promise<void>;
}

const DAY_MS = 86_400_000;
const LOOK_EVERY_MS = 5_000;
const PASS_EVERY_MS = 600_000;
const FAILED_PAUSE_MS = 60_000;
/** What counts no more is still there for so long: an export that began before may end. */
const LINGER_MS = 3_600_000;

export function createRetention(options: RetentionOptions): Retention {
  const { pool, keepDays, isInCharge, onPass, logger } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let running: Promise<void> = Promise.resolve();

  async function pass(): Promise<void> {
    // Of two clocks the slower: one that has jumped ahead would have everything dropped.
    const now = Math.min(Date.now(), await readDatabaseTime(pool));
    const keepFrom = now - keepDays * DAY_MS;
    const result = await applyRetention(pool, { keepFrom, lingerMs: LINGER_MS, signal });
    onPass(result);
    const { deleted, positionFloor, alertFloor } = result;
    const rows = deleted.detections + deleted.alerts + deleted.quarantined;
    if (rows > 0) {
      logger.info(
        { keepDays, ...deleted, positionFloor, alertFloor },
        'deleted what is kept no longer',
      );
    }
  }

  /** Answers when the next pass is due, in `performance.now`. */
  async function attempt(): Promise<number> {
    try {
      await pass();
      return performance.now() + PASS_EVERY_MS;
    } catch (error) {
      if (!signal.aborted) {
        const reason = error instanceof Error ? error.message : String(error);
        logger.warn(
          { reason, retryInMs: FAILED_PAUSE_MS },
          'what is kept no longer could not be deleted; trying again',
        );
      }
      return performance.now() + FAILED_PAUSE_MS;
    }
  }

  async function run(): Promise<void> {
    let due = 0;
    while (!signal.aborted) {
      if (isInCharge() && performance.now() >= due) due = await attempt();
      await setTimeout(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  return {
    start() {
      if (keepDays > 0) running = run();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
