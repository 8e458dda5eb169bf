import { describe, expect, inject, it, onTestFinished } from 'vitest';
import {
  createIngestWriter,
  createLogs,
  createPool,
  createSnapshots,
  migrate,
  openCheckpoints,
  resetDatabase,
  StoreChangedError,
  type Pool,
} from '../src/index.ts';
import { createTestDatabase } from '../src/testing.ts';
import { batchOf, seriesKey, TOPIC } from './support.ts';

async function createDatabase(): Promise<{ url: string; pool: Pool }> {
  const database = await createTestDatabase(inject('postgresUrl'));
  const pool = createPool({ databaseUrl: database.url, applicationName: 'test' });
  onTestFinished(async () => {
    await pool.end();
    await database.drop();
  });
  return { url: database.url, pool };
}

/** So many detections of a make that a database never had before. */
async function fill(url: string, pool: Pool, make: string, count: number): Promise<void> {
  await openCheckpoints(pool, TOPIC, { clusterId: 'cluster', topicId: null }, new Map([[0, 0]]));
  const writer = createIngestWriter({ databaseUrl: url, instance: 'test' });
  await writer.write(batchOf(Array.from({ length: count }, () => seriesKey({ make }))));
  await writer.close();
}

const NEWEST = { skip: 0, limit: 2, order: 'newest' as const, filter: {} };

describe('a reader of a database that is reset', () => {
  it('answers from the new one, and refuses questions about the old one', async () => {
    const { url, pool } = await createDatabase();
    const logs = createLogs({ pool });
    const snapshots = createSnapshots(pool);
    await fill(url, pool, 'Old', 5);
    const old = await snapshots.read();
    const page = await logs.detections.page(old, { ...NEWEST, asOf: 2 });
    expect(page.total).toBe(2);
    const scan = logs.detections.scan(old, { filter: {}, order: 'oldest' });

    await resetDatabase(url);
    await migrate(url);
    await fill(url, pool, 'New', 7);

    // What is known of the old one is still right; what is not is not to be had.
    expect((await logs.detections.page(old, { ...NEWEST, asOf: 2 })).total).toBe(2);
    await expect(logs.detections.page(old, NEWEST)).rejects.toThrow(StoreChangedError);
    await expect(logs.detections.find(old, 1)).rejects.toThrow(StoreChangedError);
    const now = await snapshots.read();
    expect(now.epoch).not.toBe(old.epoch);
    const [fresh, stats, late] = await Promise.allSettled([
      logs.detections.page(now, NEWEST),
      logs.detections.stats(now, { by: 'make', filter: {} }),
      // Its memory was replaced by the new one's.
      logs.detections.page(old, NEWEST),
    ]);
    expect(fresh).toMatchObject({ value: { total: 7 } });
    expect(stats).toMatchObject({ value: { rows: [{ make: 'New', count: 7 }] } });
    expect(late).toMatchObject({ reason: expect.any(StoreChangedError) as Error });
    await expect(scan.next()).rejects.toThrow(StoreChangedError);
    expect((await logs.detections.page(now, NEWEST)).rows.objects()).toMatchObject([
      { id: 7, make: 'New' },
      { id: 6, make: 'New' },
    ]);
    // Rows that were found before are still written as what they were.
    expect(page.rows.objects()).toMatchObject([{ make: 'Old' }, { make: 'Old' }]);
  });
});
