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
  /** p99 of /stats in ms: the median over the floods. */
  aloneP99: number;
  besideP99: number;
  /** While as many requests flooded the bare server beside it. */
  besideBareP99: number;
  /** How many times the p99 before a flood is that during it, for each flood. */
  beside: readonly number[];
  besideBare: readonly number[];
}

const FLOODS_A_ROUND = 5;
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
 * The latency of /stats at a steady rate, alone and while a flood of logins lasts, in turns: whatever
 * else the machine does disturbs both. The flood comes from a process of its own. A first one, which
 * finds nothing compiled on either side, is not counted.
 */
export async function statsBesideFloods(
  { url, bareUrl, token, username }: FloodTargets,
  rounds: number,
): Promise<FloodResult> {
  const flooder = startChild(new URL('flood-process.ts', import.meta.url));
  const { perSecond, connections, logins } = FLOOD;
  const load = startSteadyLoad({ url: `${url}/api/v1/stats`, token, perSecond, connections });

  const flood = (target: string, number: number) =>
    flooder.ask<FloodDone>({ url: target, username, logins, flood: number } satisfies FloodTask);

  /** p99 of what is asked until `work` has ended; what comes late is answered in the pause after it. */
  async function p99During(work: Promise<unknown>): Promise<number> {
    load.reset();
    await work;
    const latencies = load.latencies();
    load.reset();
    await setTimeout(PAUSE_MS);
    return percentile(latencies, 0.99);
  }

  try {
    // As long as a flood lasts, so that each p99 is of as many answers.
    let ms = (await flood(url, 0)).seconds * 1_000;
    await setTimeout(PAUSE_MS);
    const floods: Flooded[] = [];
    while (floods.length < rounds * FLOODS_A_ROUND) {
      const number = floods.length + 1;
      const alone = await p99During(setTimeout(ms));
      const flooding = flood(url, number);
      const beside = await p99During(flooding);
      const done = await flooding;
      ms = done.seconds * 1_000;
      const besideBare = await p99During(Promise.all([flood(bareUrl, number), setTimeout(ms)]));
      floods.push({ ...done, alone, beside, besideBare });
    }
    return {
      floods: floods.length,
      seconds: median(floods.map(({ seconds }) => seconds)),
      statuses: sum(floods.map(({ statuses }) => statuses)),
      aloneP99: median(floods.map(({ alone }) => alone)),
      besideP99: median(floods.map(({ beside }) => beside)),
      besideBareP99: median(floods.map(({ besideBare }) => besideBare)),
      beside: floods.map(({ alone, beside }) => beside / alone),
      besideBare: floods.map(({ alone, besideBare }) => besideBare / alone),
    };
  } finally {
    await Promise.all([load.stop(), flooder.stop()]);
  }
}

interface Flooded extends FloodDone {
  /** p99 of /stats in ms: before it, during it, and during the one of the bare server. */
  alone: number;
  beside: number;
  besideBare: number;
}

function sum(all: readonly FloodDone['statuses'][]): FloodDone['statuses'] {
  const total: FloodDone['statuses'] = {};
  for (const [status, count] of all.flatMap((statuses) => Object.entries(statuses))) {
    total[Number(status)] = (total[Number(status)] ?? 0) + count;
  }
  return total;
}
