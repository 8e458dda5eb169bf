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
  /** The same while as many requests flooded the bare server beside it. */
  besideBareP99: number;
}

const FLOODS = 5;
/** After which nothing of a flood is left. */
const PAUSE_MS = 1_000;

export interface FloodTargets {
  /** Of the API, without a slash at the end. */
  url: string;
  /** Of a server that answers a constant body: its floods show what the machine has to do with it. */
  bareUrl: string;
  token: string;
  username: string;
}

/**
 * The latency of /stats at a steady rate, alone and while a flood of logins lasts: one flood at a time,
 * with a pause after each, from a process of its own. A first flood, which finds nothing compiled on
 * either side, is not counted.
 */
export async function statsBesideFloods(
  { url, bareUrl, token, username }: FloodTargets,
  seconds: number,
): Promise<FloodResult> {
  const flooder = startChild(new URL('flood-process.ts', import.meta.url));
  const { perSecond, connections, logins } = FLOOD;
  const load = startSteadyLoad({ url: `${url}/api/v1/stats`, token, perSecond, connections });

  const flood = (target: string, number: number) =>
    flooder.ask<FloodDone>({ url: target, username, logins, flood: number } satisfies FloodTask);

  async function floods(target: string, leastMs: number): Promise<Flooded[]> {
    const all: Flooded[] = [];
    for (let number = 1; number <= FLOODS; number++) {
      load.reset();
      const [done] = await Promise.all([flood(target, number), setTimeout(leastMs)]);
      all.push({ ...done, latencies: load.latencies() });
      // What was asked before its end is answered in the pause.
      load.reset();
      await setTimeout(PAUSE_MS);
    }
    return all;
  }

  try {
    await flood(url, 0);
    await setTimeout(PAUSE_MS);
    load.reset();
    await setTimeout(seconds * 1_000);
    const alone = load.latencies();
    const flooded = await floods(url, 0);
    const duration = median(flooded.map((flood) => flood.seconds));
    // Over in a moment: looked at for as long as the others.
    const bare = await floods(bareUrl, duration * 1_000);
    return {
      floods: FLOODS,
      seconds: duration,
      statuses: sum(flooded.map(({ statuses }) => statuses)),
      aloneP99: percentile(alone, 0.99),
      besideP99: p99(flooded),
      besideBareP99: p99(bare),
    };
  } finally {
    await Promise.all([load.stop(), flooder.stop()]);
  }
}

interface Flooded extends FloodDone {
  /** Of /stats meanwhile, in ms. */
  latencies: readonly number[];
}

function p99(floods: readonly Flooded[]): number {
  return percentile(
    floods.flatMap(({ latencies }) => latencies),
    0.99,
  );
}

function sum(all: readonly FloodDone['statuses'][]): FloodDone['statuses'] {
  const total: FloodDone['statuses'] = {};
  for (const [status, count] of all.flatMap((statuses) => Object.entries(statuses))) {
    total[Number(status)] = (total[Number(status)] ?? 0) + count;
  }
  return total;
}
