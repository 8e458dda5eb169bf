import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 500;

/**
 * Waits until the look finds something.
 *
 * @param look null: not yet; an error counts as that too
 * @throws Error that names what was waited for, and the last error
 */
export async function until<T>(
  what: string,
  seconds: number,
  look: () => Promise<T | null>,
): Promise<T> {
  const giveUpAt = Date.now() + seconds * 1_000;
  let last = '';
  for (;;) {
    try {
      const found = await look();
      if (found !== null) return found;
    } catch (error) {
      last = `: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (Date.now() > giveUpAt) throw new Error(`${what}: not within ${seconds} s${last}`);
    await sleep(LOOK_EVERY_MS);
  }
}
