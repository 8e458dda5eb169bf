import { badMessages, hostileBytes, oddMessages } from '@intellisite/contracts/testing';
import fc from 'fast-check';

const KNOWN = [...badMessages, ...oddMessages].map(({ value }) => value);

/** Each known message once, at the beginning of the first slice, and then what is drawn. */
export function drawInputs(count: number, seed: number, done: number): (Buffer | null)[] {
  const known = done === 0 ? KNOWN.slice(0, count) : [];
  // The size of what fast-check draws depends on the number of runs alone: each slice has all sizes.
  const drawn = fc.sample(hostileBytes, { numRuns: count - known.length, seed: seed + done });
  return [...known, ...drawn].map((value) => value && Buffer.from(value));
}
