import { isDatabaseUnavailable, migrate } from '@intellisite/db';
import { retryForever, type Logger } from '@intellisite/service';
import type { MigrationSettings } from './env.ts';

export interface Migrations {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Resolves when the database has the schema of this version. */
  finished: Promise<void>;
}

/** Waits for the database, for so long as the settings say, and brings it to the schema of this version. */
export function createMigrations(settings: MigrationSettings, logger: Logger): Migrations {
  const stopping = new AbortController();
  let finish: () => void;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const { host, pathname } = new URL(settings.DATABASE_URL);
  const waitMs = settings.DATABASE_WAIT_SECONDS * 1_000;

  async function bringUpToDate(): Promise<void> {
    const giveUpAt = Date.now() + waitMs;
    const { applied } = await retryForever(
      () =>
        migrate(settings.DATABASE_URL, {
          onProgress(message) {
            logger.info(message);
          },
        }),
      {
        signal: stopping.signal,
        isFatal: (error) => !isDatabaseUnavailable(error) || Date.now() > giveUpAt,
        onWait({ reason, delayMs, attempt }) {
          logger.warn({ reason, attempt, retryInMs: delayMs }, 'waiting for the database');
        },
      },
    ).catch((error: unknown) => {
      if (!isDatabaseUnavailable(error)) throw error;
      throw new Error(
        `The database ${host}${pathname} was not there within ${settings.DATABASE_WAIT_SECONDS} s: ${reasonOf(error)}. Check DATABASE_URL, and that its server runs.`,
      );
    });
    logger.info(
      { applied },
      applied.length === 0 ? 'nothing to apply' : 'the schema is up to date',
    );
  }

  return {
    finished,
    async start() {
      try {
        await bringUpToDate();
        finish();
      } catch (error) {
        if (!stopping.signal.aborted) throw error;
      }
    },
    stop() {
      stopping.abort();
      return Promise.resolve();
    },
  };
}

function reasonOf(error: unknown): string {
  // A name with several addresses has an error for each, and none of its own.
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  return first instanceof Error ? first.message : String(first);
}
