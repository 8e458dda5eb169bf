import type { System } from './system.ts';

/** Playwright hands what the setup puts here to the processes of the tests. */
const VARIABLE = 'INTELLISITE_E2E';

export function shareSystem(system: System): void {
  process.env[VARIABLE] = JSON.stringify(system);
}

export function sharedSystem(): System {
  const shared = process.env[VARIABLE];
  if (shared === undefined) throw new Error('The setup of the tests has not run.');
  return JSON.parse(shared) as System;
}
