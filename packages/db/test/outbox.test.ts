import { describe, expect, it } from 'vitest';
import {
  acquireRelay,
  createOutbox,
  createPrisma,
  markPublished,
  readHeads,
  releaseRelay,
  setRule,
  SUSPICIOUS_VEHICLE_RULE,
} from '../src/index.ts';
import { batchOf, createTestStore, seriesKey } from './support.ts';

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

  it('reads alerts in order with all that a message tells', async () => {
    const store = await createTestStore();
    const prisma = createPrisma({ databaseUrl: store.url, applicationName: 'test' });
    const definition = { kind: 'category' as const, categories: ['suv'] };
    await setRule(prisma, SUSPICIOUS_VEHICLE_RULE, definition);
    await prisma.$disconnect();
    const keys = [seriesKey(), { ...seriesKey({ year: 2020 }), source: null }];
    await store.newWriter().write(batchOf(keys, { alertRows: [0, 1], rulesRevision: 1 }));
    const { epoch } = await readHeads(store.pool);
    const outbox = createOutbox(store.pool);
    const alerts = await outbox.readAfter(0, 10);
    expect(alerts).toEqual([
      {
        seq: 1,
        detectionId: 1,
        rule: 'suspicious-vehicle',
        year: 2011,
        make: 'Toyota',
        model: 'Land Cruiser',
        category: 'SUV',
        timestamp: Date.UTC(2026, 0, 1),
        source: 'gate-1',
        epoch,
      },
      expect.objectContaining({ seq: 2, detectionId: 2, year: 2020, source: null }),
    ]);
    expect(await outbox.readAfter(1, 10)).toHaveLength(1);
    expect(await outbox.readAfter(0, 1)).toHaveLength(1);
  });
});
