import { expect, it, onTestFinished } from 'vitest';
import { createIngestWriter, createPool, createSnapshots } from '../src/index.ts';
import { openTestWay, type TestWay } from '../src/testing.ts';
import { advance, batchOf, createTestStore, seriesKey } from './support.ts';

/** A server that is there answers sooner, also on a machine that does much else. */
const silenceMs = 2_000;

/** One that is closed after the test. */
async function openWay(databaseUrl: string): Promise<TestWay> {
  const way = await openTestWay(databaseUrl);
  onTestFinished(() => {
    way.close();
  });
  return way;
}

it('answers all who wait behind a connection that fell silent, once another can be had', async () => {
  const { url } = await createTestStore();
  const way = await openWay(url);
  const pool = createPool({ databaseUrl: way.url, applicationName: 'test' });
  onTestFinished(() => pool.end());
  const snapshots = createSnapshots(pool);
  await snapshots.read();
  way.forget();
  const first = snapshots.read();
  const others = [1, 2, 3].map(() => snapshots.read());
  await expect(first).rejects.toThrow('timeout');
  expect(await Promise.all(others)).toHaveLength(3);
});

it('frees a query of which nothing is heard, and the place that it has in its pool', async () => {
  const { url } = await createTestStore();
  const way = await openWay(url);
  const pool = createPool({ databaseUrl: way.url, applicationName: 'test', silenceMs }, 1);
  onTestFinished(() => pool.end());
  await pool.query('SELECT 1');
  way.forget();
  await expect(pool.query('SELECT 1')).rejects.toThrow();
  expect((await pool.query('SELECT 1')).rowCount).toBe(1);
});

it('writes on when a server that vanished is back, also where it did within a transaction', async () => {
  const { url, pool } = await createTestStore();
  const way = await openWay(url);
  const writer = createIngestWriter({ databaseUrl: way.url, instance: 'test', silenceMs });
  onTestFinished(() => writer.close());
  await writer.write(batchOf([seriesKey()]));
  way.forget();
  const second = batchOf([seriesKey()], {
    advances: [advance({ expectedOffset: 1, nextOffset: 2, highWatermark: 2 })],
  });
  await expect(writer.write(second)).rejects.toThrow();
  expect(await writer.write(second)).toMatchObject({ position: 2 });
  expect((await pool.query('SELECT position FROM detections')).rowCount).toBe(2);
});
