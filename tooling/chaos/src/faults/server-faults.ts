import { setTimeout } from 'node:timers/promises';
import type { Fault } from './fault.ts';

const LONGEST_ABSENCE_MS = 4_000;

export const killBroker: Fault = async ({ kafka, random, watch }) => {
  await kafka.kill();
  await setTimeout(random.between(0, LONGEST_ABSENCE_MS));
  await kafka.restart();
  return { recovery: watch.measure(), alone: random.chance(0.5) };
};

export const killPostgres: Fault = async ({ postgres, random, watch }) => {
  await postgres.kill();
  await setTimeout(random.between(0, LONGEST_ABSENCE_MS));
  await postgres.restart();
  return { recovery: watch.measure(), alone: random.chance(0.5) };
};
