import { setTimeout } from 'node:timers/promises';

/**
 * Counts the time in which this machine let us work. Where everything stood still, or others had all of its
 * processors, nobody can ask of the system to have gone on.
 */
export interface WorkClock {
  /** ms */
  now(): number;
  /**
   * Tries until an answer comes; null and an error mean "not yet".
   *
   * @throws Error when so much working time has passed, which names the last error
   */
  until<T>(what: string, withinMs: number, attempt: () => Promise<T | null> | T | null): Promise<T>;
  stop(): void;
}

const TICK_MS = 100;
/** A tick that came later than this was held up. */
const LONGEST_TICK_MS = 200;
const TRY_EVERY_MS = 100;

export function createWorkClock(): WorkClock {
  let worked = 0;
  let before = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    worked += Math.min(now - before, LONGEST_TICK_MS);
    before = now;
  }, TICK_MS);

  return {
    now: () => worked,
    async until(what, withinMs, attempt) {
      const begun = worked;
      let reason = '';
      for (;;) {
        try {
          const answer = await attempt();
          if (answer !== null) return answer;
        } catch (error) {
          reason = `: ${error instanceof Error ? error.message : String(error)}`;
        }
        if (worked - begun > withinMs) {
          throw new Error(`waited ${String(withinMs / 1_000)} s in vain until ${what}${reason}`);
        }
        await setTimeout(TRY_EVERY_MS);
      }
    },
    stop() {
      clearInterval(timer);
    },
  };
}
