import { setTimeout } from 'node:timers/promises';

export interface Wait {
  /** The message of the error. */
  reason: string;
  /** Until the next try. */
  delayMs: number;
  /** How many tries have failed. */
  attempt: number;
}

export interface RetryOptions {
  /** Aborts the wait; the promise then rejects with its reason. */
  signal: AbortSignal;
  minDelayMs?: number;
  maxDelayMs?: number;
  /** Told before the first wait, when the reason is another, and now and then while it stays. */
  onWait?: (wait: Wait) => void;
  /** How long the same reason is not told again. */
  repeatAfterMs?: number;
  /** Errors that another try cannot mend: thrown at once. */
  isFatal?: (error: unknown) => boolean;
}

const REPEAT_AFTER_MS = 60_000;

/** Tries until it succeeds, with exponential back-off and jitter. */
export async function retryForever<T>(
  operation: () => Promise<T>,
  options: RetryOptions,
): Promise<T> {
  const { signal, onWait, isFatal } = options;
  const { minDelayMs = 200, maxDelayMs = 5_000, repeatAfterMs = REPEAT_AFTER_MS } = options;
  let told = { reason: '', at: -Infinity };
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    try {
      return await operation();
    } catch (error) {
      if (isFatal?.(error) === true) throw error;
      const ceiling = Math.min(maxDelayMs, minDelayMs * 2 ** (attempt - 1));
      const delayMs = Math.round(ceiling / 2 + Math.random() * (ceiling / 2));
      const reason = error instanceof Error ? error.message : String(error);
      const now = performance.now();
      if (told.reason !== reason || now - told.at >= repeatAfterMs) {
        told = { reason, at: now };
        onWait?.({ reason, delayMs, attempt });
      }
      await setTimeout(delayMs, undefined, { signal });
    }
  }
}
