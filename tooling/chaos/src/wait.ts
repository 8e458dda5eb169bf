import { setTimeout } from 'node:timers/promises';

/** What was waited for did not come in time. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/**
 * Tries until an answer comes; null and an error mean "not yet". Throws `DeadlineError`, with the last
 * error as its cause, when `deadlineMs` have passed.
 */
export async function eventually<T>(
  what: string,
  attempt: () => Promise<T | null> | T | null,
  { deadlineMs, everyMs = 100 }: { deadlineMs: number; everyMs?: number },
): Promise<T> {
  const deadline = Date.now() + deadlineMs;
  let cause: unknown;
  for (;;) {
    try {
      const answer = await attempt();
      if (answer !== null) return answer;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > deadline) {
      const reason = cause instanceof Error ? `: ${cause.message}` : '';
      throw new DeadlineError(
        `waited ${String(deadlineMs / 1_000)} s in vain until ${what}${reason}`,
        { cause },
      );
    }
    await setTimeout(everyMs);
  }
}
