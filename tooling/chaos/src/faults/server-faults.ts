import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { LocalPostgres } from '@intellisite/stack';
import type { Random } from '../random.ts';
import type { Fault } from './fault.ts';

const LONGEST_ABSENCE_MS = 4_000;
/** Past the session time-out of the indexers, and past the time that they wait for an answer. */
const FROZEN_MS = [2_000, 15_000] as const;

export const killBroker: Fault = async ({ kafka, random, watch }) => {
  await killServer(kafka, random);
  return { recovery: watch.measure(), alone: random.chance(0.5) };
};

export const killPostgres: Fault = async ({ postgres, random, watch }) => {
  await killServer(postgres, random);
  return { recovery: watch.measure(), alone: random.chance(0.5) };
};

export const freezeBroker: Fault = async ({ kafka, random, watch }) => {
  await freezeAll([kafka.pid()], random.between(...FROZEN_MS));
  return { recovery: watch.measure(), alone: random.chance(0.5) };
};

/** Connections stay, and nothing answers. */
export const freezePostgres: Fault = async ({ postgres, random, watch }) => {
  await freezeServer(postgres, random.between(...FROZEN_MS));
  return { recovery: watch.measure(), alone: random.chance(0.5) };
};

/** Gone for a while, and started again. */
export async function killServer(
  server: Pick<LocalPostgres, 'kill' | 'restart'>,
  random: Random,
): Promise<void> {
  await server.kill();
  await setTimeout(random.between(0, LONGEST_ABSENCE_MS));
  await server.restart();
}

/** A Postgres: its postmaster and all of its children. */
export async function freezeServer({ pid }: LocalPostgres, forMs: number): Promise<void> {
  const postmaster = pid();
  const children = readFileSync(
    `/proc/${String(postmaster)}/task/${String(postmaster)}/children`,
    'utf8',
  );
  await freezeAll([postmaster, ...children.split(' ').filter(Boolean).map(Number)], forMs);
}

async function freezeAll(pids: readonly number[], forMs: number): Promise<void> {
  for (const pid of pids) signal(pid, 'SIGSTOP');
  await setTimeout(forMs);
  for (const pid of pids) signal(pid, 'SIGCONT');
}

/** A child may have ended meanwhile. */
function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
