import type { Outcome } from './attack.ts';

/** Counts how attempts end. */
export interface Tally {
  end(how: string, seconds: number): void;
  outcome(): Outcome;
}

export function createTally(): Tally {
  const ends: Record<string, number> = {};
  const times: number[] = [];
  return {
    end(how, seconds) {
      ends[how] = (ends[how] ?? 0) + 1;
      if (how !== 'open') times.push(seconds);
    },
    outcome() {
      times.sort((one, other) => one - other);
      return { ends, medianSeconds: times[Math.floor(times.length / 2)] ?? NaN };
    },
  };
}
