import { setTimeout } from 'node:timers/promises';
import { startChild } from '../shared/child.ts';
import { median, percentile } from '../shared/statistics.ts';
import type { FloodDone, FloodTask } from './flood-process.ts';
import { startSteadyLoad } from './steady-load.ts';

export const FLOOD = { logins: 200, perSecond: 500, connections: 4 } as const;

export interface FloodResult {
  floods: number;
  /** How long a flood lasts, from its first login to its last answer; the median. */
  seconds: number;
  /** How many logins were answered with each status. */
  statuses: Record<number, number>;
  /** p99 of /stats in ms. */
  aloneP99: number;
  /** The same of what was asked while a flood lasted, of all floods. */
  besideP99: number;
}

const FLOODS = 5;
/** After which nothing of a flood is left. */
const PAUSE_MS = 1_000;

/**
 * The latency of /stats at a steady rate, alone and while a flood of logins lasts: one flood at a time,
 * with a pause after each, from a process of its own. A first flood, which finds nothing compiled on
 * either side, is not counted.
 */
export async function statsBesideFloods(
  url: string,
  token: string,
  username: string,
  seconds: number,
): Promise<FloodResult> {
  const flooder = startChild(new URL('flood-process.ts', import.meta.url));
  const { perSecond, connections, logins } = FLOOD;
  const load = startSteadyLoad({ url: `${url}/api/v1/stats`, token, perSecond, connections });
  const flood = (number: number) =>
    flooder.ask<FloodDone>({ url, username, logins, flood: number } satisfies FloodTask);
  try {
    await flood(0);
    await setTimeout(PAUSE_MS);
    load.reset();
    await setTimeout(seconds * 1_000);
    const alone = load.latencies();
    const beside: number[] = [];
    const durations: number[] = [];
    const statuses: Record<number, number> = {};
    for (let number = 1; number <= FLOODS; number++) {
      load.reset();
      const done = await flood(number);
      const measured = load.latencies();
      // What was asked before its end is answered in the pause.
      load.reset();
      await setTimeout(PAUSE_MS);
      beside.push(...measured);
      durations.push(done.seconds);
      for (const [status, count] of Object.entries(done.statuses)) {
        statuses[Number(status)] = (statuses[Number(status)] ?? 0) + count;
      }
    }
    return {
      floods: FLOODS,
      seconds: median(durations),
      statuses,
      aloneP99: percentile(alone, 0.99),
      besideP99: percentile(beside, 0.99),
    };
  } finally {
    await Promise.all([load.stop(), flooder.stop()]);
  }
}
