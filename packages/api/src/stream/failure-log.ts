import type { Logger } from '@intellisite/service';

/** Says once for each reason that something does not work, and once that it works again. */
export interface FailureLog {
  failed(error: unknown): void;
  worked(): void;
  /** Why it does not work; null while it does. */
  reason(): string | null;
}

export function createFailureLog(logger: Logger, message: string): FailureLog {
  let reason: string | null = null;
  return {
    failed(error) {
      const text = error instanceof Error ? error.message || error.name : String(error);
      if (text !== reason) logger.warn({ err: error }, message);
      reason = text;
    },
    worked() {
      if (reason !== null) logger.info(`no longer: ${message}`);
      reason = null;
    },
    reason: () => reason,
  };
}
