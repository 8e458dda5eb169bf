import { expect } from 'vitest';
import { BLOCK_SIZE } from '../src/blocks/block-codec.ts';
import { DIRECTORY_AT, pickRows } from '../src/blocks/postings-codec.ts';
import { forEachRun } from '../src/blocks/quarters-codec.ts';
import type { addTallies } from '../src/blocks/tallies-codec.ts';

/** Rows by quarter of an hour, where there are any. */
export function countsOf({ quarters, counts }: ReturnType<typeof addTallies>): Map<number, number> {
  return new Map(
    [...quarters]
      .map((quarter, at) => [quarter, counts[at]!] as const)
      .filter(([, rows]) => rows > 0),
  );
}

/** In ascending order, as the tallies have it. */
export function recountOf(
  series: ArrayLike<number>,
  times: ArrayLike<number>,
  mask: Uint8Array,
): Map<number, number> {
  const recount = new Map<number, number>();
  for (let row = 0; row < series.length; row++) {
    if (mask[series[row]!] !== 1) continue;
    const quarter = Math.floor(times[row]! / 900_000);
    recount.set(quarter, (recount.get(quarter) ?? 0) + 1);
  }
  return new Map([...recount].sort(([one], [other]) => one - other));
}

/** Through the directory, as Postgres goes. */
export function postedRows(postings: Buffer, mask: Uint8Array): number[] {
  const picked: number[] = [];
  const begins = Array.from({ length: (postings.length - DIRECTORY_AT) / 4 }, (_, bucket) =>
    postings.readUInt32LE(DIRECTORY_AT + 4 * bucket),
  );
  expect(begins.at(-1)).toBe(BLOCK_SIZE);
  begins.slice(1).forEach((end, bucket) => {
    pickRows(postings.subarray(3 * begins[bucket]!, 3 * end), bucket, mask, picked);
  });
  return picked.sort((one, other) => one - other);
}

export function quartersOf(bytes: Buffer): Int32Array {
  const quarters = new Int32Array(BLOCK_SIZE);
  forEachRun(bytes, (quarter, start, end) => quarters.fill(quarter, start, end));
  return quarters;
}
