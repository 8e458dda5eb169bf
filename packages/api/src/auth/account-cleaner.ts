import type { Logger } from '@intellisite/service';

export interface AccountCleaner {
  start(): void;
  stop(): Promise<void>;
}

const EVERY_MS = 10 * 60_000;

/** Removes expired sessions and counters from time to time. Several instances do not hinder each other. */
export function createAccountCleaner(
  purge: () => Promise<unknown>,
  logger: Logger,
  everyMs = EVERY_MS,
): AccountCleaner {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  async function clean(): Promise<void> {
    try {
      await purge();
    } catch (error) {
      logger.warn({ err: error }, 'expired sessions were not removed; trying again later');
    }
  }

  return {
    start() {
      timer = setInterval(() => {
        running = running.then(clean);
      }, everyMs);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
