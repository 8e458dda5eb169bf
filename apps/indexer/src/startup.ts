import { SchemaBehindError, SchemaError } from '@intellisite/db';
import { retryForever, type Logger } from '@intellisite/service';

/** The parts of a start, each tried again until it works, and what is still waited for. */
export interface Startup {
  /**
   * Waits for a part, and says for what.
   *
   * @throws what no waiting mends, and the reason of the signal when it aborts.
   */
  waitFor<T>(what: string, operation: () => Promise<T>): Promise<T>;
  /** Empty once the service has started. */
  waitingFor(): string[];
}

export function createStartup(logger: Logger, signal: AbortSignal): Startup {
  /** Not empty from the beginning: health is asked about before the first part is waited for. */
  const waiting = new Set(['the database']);
  return {
    async waitFor(what, operation) {
      waiting.add(what);
      const result = await retryForever(operation, {
        signal,
        // Migrations may be on their way; waiting does not mend another wrong schema: that needs a person.
        isFatal: (error) => error instanceof SchemaError && !(error instanceof SchemaBehindError),
        onWait({ reason, delayMs, attempt }) {
          logger.warn({ reason, attempt, retryInMs: delayMs }, `waiting for ${what}`);
        },
      });
      waiting.delete(what);
      return result;
    },
    waitingFor: () => [...waiting],
  };
}
