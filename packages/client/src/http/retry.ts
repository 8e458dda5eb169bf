import { IntellisiteError } from '../intellisite-error.ts';
import { wait } from './wait.ts';

/** How often, and after how long, what failed for the moment is tried again. */
export interface RetryPolicy {
  /** Tries after the first; 3 unless given. 0: none. */
  retries: number;
  /** Before the first of them, doubled for each further one; 250 unless given. */
  minDelayMs: number;
  /** Longer is never waited: a server that asks for more is not asked again. 10,000 unless given. */
  maxDelayMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = { retries: 3, minDelayMs: 250, maxDelayMs: 10_000 };

/** Runs what may be run twice, again while it fails for the moment. */
export async function retrying<T>(
  policy: RetryPolicy,
  signal: AbortSignal,
  run: () => Promise<T>,
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await run();
    } catch (error) {
      if (failures > policy.retries || !isTransient(error)) throw error;
      const delay = delayAfter(failures, policy, error.retryAfterSeconds);
      if (delay === null) throw error;
      await wait(delay, signal);
    }
  }
}

/** Whether the same request may well succeed a little later. */
export function isTransient(error: unknown): error is IntellisiteError {
  if (!(error instanceof IntellisiteError)) return false;
  const { code, status, retryAfterSeconds } = error;
  if (code === 'network_error') return true;
  if (status === 429) return retryAfterSeconds !== undefined;
  return status === 408 || status === 502 || status === 503 || status === 504;
}

/** Milliseconds to wait after that many failures in a row; null: longer than the policy allows. */
function delayAfter(
  failures: number,
  { minDelayMs, maxDelayMs }: RetryPolicy,
  retryAfterSeconds: number | undefined,
): number | null {
  const asked = (retryAfterSeconds ?? 0) * 1_000;
  if (asked > maxDelayMs) return null;
  return Math.max(asked, jittered(minDelayMs, failures, maxDelayMs));
}

/** Doubles with each failure in a row; anywhere in its upper half, so that clients spread out. */
export function jittered(baseMs: number, failures: number, maxMs: number): number {
  const delay = Math.min(maxMs, baseMs * 2 ** (failures - 1));
  return delay * (0.5 + Math.random() / 2);
}
