import { setTimeout } from 'node:timers/promises';
import { AssignmentVoidError } from '@intellisite/kafka';
import { retryForever, type Logger } from '@intellisite/service';

/** Where each partition begins, by partition. */
export type Starts = ReadonlyMap<number, number>;

export interface RecoveryOptions {
  /** Forgets what is in memory and begins again at the checkpoints; answers where that is. */
  restart: () => Promise<Starts>;
  /** Makes the consumer go on at an offset. */
  seek: (partition: number, offset: number) => void;
  logger: Logger;
  /** Ends every wait. */
  signal: AbortSignal;
}

/** The way back to the checkpoints. Restarts run one after the other. */
export interface Recovery {
  /** For an assignment: begins once, and answers where. */
  restart(): Promise<Starts>;
  /** After a failure: begins again until it works, and makes the consumer go on there. */
  recover(options: { pause: boolean }): Promise<void>;
  /** Resolves when the restarts that were asked for by now are over. */
  settled(): Promise<void>;
  failed(reason: string): void;
  succeeded(): void;
  /**
   * Why nothing can be written; null after a transaction that succeeded, and after an assignment: what
   * failed before may be another member's by then, and what is still this one's is tried again at once.
   */
  readonly lastError: string | null;
}

const LONGEST_PAUSE_MS = 5_000;

export function createRecovery({ restart, seek, logger, signal }: RecoveryOptions): Recovery {
  let restarting: Promise<void> = Promise.resolve();
  /** Transactions that failed since one succeeded. */
  let failures = 0;
  let failure: string | null = null;
  /** Why the checkpoints cannot be read; null once they were. */
  let waitingFor: string | null = null;

  function queue<T>(task: () => Promise<T>): Promise<T> {
    const result = restarting.then(task);
    restarting = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  /** Grows while transactions keep failing. */
  async function backOff(): Promise<void> {
    failures += 1;
    const delayMs = Math.min(LONGEST_PAUSE_MS, 50 * 2 ** failures);
    await setTimeout(delayMs, undefined, { signal }).catch(() => undefined);
  }

  return {
    restart: () =>
      queue(async () => {
        const starts = await restart();
        failure = null;
        return starts;
      }),
    async recover({ pause }) {
      await queue(async () => {
        if (pause) await backOff();
        const starts = await retryForever(restart, {
          signal,
          isFatal: (error) => error instanceof AssignmentVoidError,
          onWait({ reason, delayMs }) {
            waitingFor = reason;
            logger.warn({ reason, retryInMs: delayMs }, 'waiting to read the checkpoints again');
          },
        });
        waitingFor = null;
        for (const [partition, offset] of starts) seek(partition, offset);
      }).catch((error: unknown) => {
        waitingFor = null;
        // Nothing is owned until the next fetch, which finds the same, has brought another assignment.
        if (!signal.aborted && !(error instanceof AssignmentVoidError)) throw error;
      });
    },
    settled: () => restarting,
    failed(reason) {
      failure = reason;
    },
    succeeded() {
      failures = 0;
      failure = null;
    },
    get lastError() {
      return waitingFor ?? failure;
    },
  };
}
