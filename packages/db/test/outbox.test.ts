import { describe, expect, it } from 'vitest';
import { acquireRelay, markPublished, readHeads, releaseRelay } from '../src/index.ts';
import { createTestStore } from './support.ts';

const LEASE_MS = 60_000;

describe('the relay', () => {
  it('is one at a time until its lease ends', async () => {
    const { pool } = await createTestStore();
    const first = await acquireRelay(pool, 'a', LEASE_MS);
    expect(first).toMatchObject({ owner: 'a', publishedSeq: 0 });
    expect(await acquireRelay(pool, 'b', LEASE_MS)).toBeNull();
    expect(await acquireRelay(pool, 'a', LEASE_MS)).toEqual(first);
    await releaseRelay(pool, first!);
    expect(await acquireRelay(pool, 'b', LEASE_MS)).toMatchObject({ epoch: first!.epoch + 1 });
  });

  it('that woke up late cannot enter progress or take back what was entered', async () => {
    const { pool } = await createTestStore();
    const frozen = await acquireRelay(pool, 'a', -1);
    const current = await acquireRelay(pool, 'b', LEASE_MS);
    expect(await markPublished(pool, current!, 10, LEASE_MS)).toBe(true);
    expect(await markPublished(pool, frozen!, 12, LEASE_MS)).toBe(false);
    await releaseRelay(pool, frozen!);
    expect(await acquireRelay(pool, 'c', LEASE_MS)).toBeNull();
    expect((await readHeads(pool)).publishedSeq).toBe(10);
  });
});
