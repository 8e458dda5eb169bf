import { setTimeout } from 'node:timers/promises';
import { chooseVictim } from './service-faults.ts';
import type { Fault } from './fault.ts';

/**
 * In seconds. A token is good for an hour, so that none expires; a group's session and a lease are over many
 * times.
 */
const JUMPS = [-1_200, -300, -20, 20, 300, 1_200] as const;
const WRONG_MS = [2_000, 12_000] as const;

/** The time of day of one process jumps, as when a machine's clock is set, and some time later back. */
export function jumpClock(service: 'indexers' | 'webs'): Fault {
  return (scene) => {
    const { random, later, watch } = scene;
    const { time } = chooseVictim(scene[service], scene);
    time?.set(random.pick(JUMPS));
    const wrongMs = random.between(...WRONG_MS);
    later(async () => {
      await setTimeout(wrongMs);
      time?.set(0);
    });
    return Promise.resolve({ recovery: watch.measure(), alone: random.chance(0.5) });
  };
}
