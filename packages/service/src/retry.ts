import { setTimeout } from 'node:timers/promises';

export interface RetryOptions {
  /** Aborts the wait; the promise then rejects with its reason. */
  signal: AbortSignal;
  minDelayMs?: number;
  maxDelayMs?: number;
  /** Told before each wait. */
  onWait?: (error: unknown, delayMs: number, attempt: number) => void;
  /** Errors that another try cannot mend: thrown at once. */
  isFatal?: (error: unknown) => boolean;
}

/** Tries until it succeeds, with exponential back-off and jitter. */
export async function retryForever<T>(
  operation: () => Promise<T>,
  { signal, minDelayMs = 200, maxDelayMs = 5_000, onWait, isFatal }: RetryOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    try {
      return await operation();
    } catch (error) {
      if (isFatal?.(error) === true) throw error;
      const ceiling = Math.min(maxDelayMs, minDelayMs * 2 ** (attempt - 1));
      const delayMs = ceiling / 2 + Math.random() * (ceiling / 2);
      onWait?.(error, delayMs, attempt);
      await setTimeout(delayMs, undefined, { signal });
    }
  }
}
