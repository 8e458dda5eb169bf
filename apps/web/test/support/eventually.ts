import { setTimeout } from 'node:timers/promises';

/** The first answer that is not null; `what` is said when there is none in time. */
export async function eventually<T>(
  what: string,
  attempt: () => Promise<T | null> | T | null,
  deadlineMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const answer = await attempt();
    if (answer !== null) return answer;
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await setTimeout(25);
  }
}
