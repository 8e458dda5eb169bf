import { setTimeout } from 'node:timers/promises';

/** For a machine that has much else to do: what happens sooner is seen sooner. */
const DEADLINE_MS = 120_000;
const EVERY_MS = 25;

/**
 * Tries until an answer comes; null and an error mean "not yet".
 *
 * @param what completes "waited until"
 * @throws Error when `deadlineMs` have passed, which names the last error and has it as its cause
 */
export async function eventually<T>(
  what: string,
  attempt: () => Promise<T | null> | T | null,
  { deadlineMs = DEADLINE_MS, everyMs = EVERY_MS }: { deadlineMs?: number; everyMs?: number } = {},
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
      throw new Error(`waited ${deadlineMs / 1_000} s in vain until ${what}${reason}`, { cause });
    }
    await setTimeout(everyMs);
  }
}
