import { setTimeout as sleep } from 'node:timers/promises';

/** Asks every `intervalMs` until the answer is true; false when the deadline passed first. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  { deadlineMs, intervalMs = 20 }: { deadlineMs: number; intervalMs?: number },
): Promise<boolean> {
  const deadline = Date.now() + deadlineMs;
  while (!(await condition())) {
    if (Date.now() >= deadline) return false;
    await sleep(intervalMs);
  }
  return true;
}
