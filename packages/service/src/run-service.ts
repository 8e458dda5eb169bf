import type { Logger } from './logger.ts';
import { SettingsError } from './settings.ts';

export interface Service {
  /** Resolves when the service runs. A `stop` during it must make it resolve or reject soon. */
  start(): Promise<void>;
  stop(): Promise<void>;
  logger: Logger;
  /** Resolves when the service has done all it had to do; absent: it runs until it is stopped. */
  finished?: Promise<void>;
}

export interface RunOptions {
  name: string;
  create: () => Service;
  /** How long `stop` may take before the process ends without it. */
  deadlineMs?: number;
}

/** EX_CONFIG of sysexits.h: a person has to change the settings before another try makes sense. */
const EXIT_CONFIG = 78;

/**
 * Runs one service as the whole process: starts it, stops it on SIGTERM or SIGINT within the
 * deadline, and exits: 0 after a stop, 1 after a failure, 78 when the settings are wrong. A second
 * signal exits at once.
 */
export function runService({ name, create, deadlineMs = 10_000 }: RunOptions): void {
  let service: Service;
  try {
    service = create();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${name}: ${error.message}\n`);
    process.exitCode = EXIT_CONFIG;
    return;
  }
  const { logger } = service;
  let stopping = false;

  async function stop(exitCode: number): Promise<void> {
    // A service that is told to stop has thereby finished its work: that is no second reason.
    if (stopping) return;
    stopping = true;
    const deadline = setTimeout(() => {
      logger.error(
        `not stopped after ${String(deadlineMs / 1_000)} s: exiting without waiting longer`,
      );
      process.exit(1);
    }, deadlineMs);
    try {
      await service.stop();
    } catch (error) {
      logger.error({ err: error }, 'stopping failed');
      exitCode = 1;
    }
    clearTimeout(deadline);
    process.exit(exitCode);
  }

  function fail(error: unknown, what: string): void {
    logger.fatal({ err: error }, what);
    if (stopping) process.exit(1);
    void stop(1);
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(130);
      logger.info({ signal }, 'stopping');
      void stop(0);
    });
  }
  process.on('uncaughtException', (error) => {
    fail(error, 'unexpected error');
  });
  process.on('unhandledRejection', (error) => {
    fail(error, 'unexpected error');
  });

  service.start().then(
    () => service.finished?.then(() => stop(0)),
    (error: unknown) => {
      fail(error, 'cannot start');
    },
  );
}
