import { shareSystem } from './support/env.ts';
import { startSystem } from './support/system.ts';

/** Starts the system that all tests share; answers how it is ended. */
export default async function setup(): Promise<() => Promise<void>> {
  const { system, stop } = await startSystem();
  shareSystem(system);
  return stop;
}
