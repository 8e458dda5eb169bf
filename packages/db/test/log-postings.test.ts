import { expect, it } from 'vitest';
import { BLOCK_SIZE } from '../src/blocks/block-codec.ts';
import { createAlertRows, createDetectionRows, createLogs, createSnapshots } from '../src/index.ts';
import { advance, batchOf, createTestStore, seriesKey, TOPIC, type TestStore } from './support.ts';

const START = Date.UTC(2026, 0, 1);
const RARE = { model: ['Rare'] };
const usual = seriesKey();
const rare = seriesKey({ model: 'Rare' });

/** Writes a block of rows 10 ms apart, of the usual vehicle but for the rows named. */
async function writeBlock(store: TestStore, number: number, rareRows: number[]): Promise<void> {
  const from = number * BLOCK_SIZE;
  const detections = createDetectionRows(BLOCK_SIZE);
  for (let row = 0; row < BLOCK_SIZE; row++) detections.add(0, START + (from + row) * 10);
  const others = Array.from({ length: BLOCK_SIZE }, (_, row) => row);
  await store.newWriter().write({
    ...batchOf([]),
    topic: TOPIC,
    advances: [advance({ expectedOffset: from, nextOffset: from + BLOCK_SIZE })],
    detections,
    alerts: createAlertRows(1),
    unresolved: [
      { key: rare, rows: rareRows },
      { key: usual, rows: others.filter((row) => !rareRows.includes(row)) },
    ],
  });
}

it('finds no row of a vehicle in blocks that were complete before it was seen', async () => {
  const store = await createTestStore();
  // 255 series: the next one is the first of a bucket that the directory of their block does not have.
  const models = Array.from({ length: 255 }, (_, nth) =>
    seriesKey({ model: `Model ${String(nth)}` }),
  );
  await store
    .newWriter()
    .write(batchOf(Array.from({ length: BLOCK_SIZE }, (_, row) => models[row % 255]!)));
  const rows = [100, 20_000, 60_000];
  await writeBlock(store, 1, rows);
  const { rows: ids } = await store.pool.query(
    `SELECT s.id FROM series s JOIN vehicles v ON v.id = s.vehicle_id JOIN models m ON m.id = v.model_id
      WHERE m.name = 'Rare'`,
  );
  expect(ids).toEqual([{ id: 256 }]);

  const { detections } = createLogs({ pool: store.pool });
  const snapshot = await createSnapshots(store.pool).read();
  const query = { skip: 0, limit: 10, order: 'oldest', filter: RARE } as const;
  const page = await detections.page(snapshot, query);
  expect(page.total).toBe(3);
  expect(page.rows.objects().map(({ id, model }) => [id, model])).toEqual(
    rows.map((row) => [BLOCK_SIZE + row + 1, 'Rare']),
  );
  // Cut within each block, so that they are counted by the quarter of an hour.
  const boundaries = [0, START + 300_000, START + 900_000, Infinity];
  const { counts } = await detections.timeline(snapshot, { boundaries, filter: RARE });
  expect(counts.reduce((sum, count) => sum + count)).toBe(3);
});

it('shows right times after retention has overtaken whoever read some of a rare vehicle', async () => {
  const store = await createTestStore();
  // Each time in another second, so that the times of two blocks cannot be mistaken for each other.
  for (let block = 0; block < 5; block++) await writeBlock(store, block, [100 * (block + 1)]);
  const reader = createLogs({ pool: store.pool }).detections;
  const snapshots = createSnapshots(store.pool);
  const before = await snapshots.read();
  const boundaries = [0, START + 900_000, START + 1_800_000, Infinity];
  await reader.timeline(before, { boundaries, filter: RARE });

  const floor = 2 * BLOCK_SIZE;
  await store.pool.query('UPDATE store SET position_floor = $1', [floor]);
  await store.pool.query('DELETE FROM detections WHERE position <= $1', [floor]);
  await store.pool.query('DELETE FROM blocks WHERE log = 1 AND number < 1');
  const query = { skip: 0, limit: 10, order: 'oldest', filter: RARE } as const;
  await expect(reader.page(before, query)).rejects.toThrow('gone');

  const page = await reader.page(await snapshots.read(), query);
  expect(page.rows.objects().map(({ id, timestamp }) => [id, timestamp])).toEqual(
    [2, 3, 4].map((block) => {
      const index = block * BLOCK_SIZE + 100 * (block + 1);
      return [index + 1, new Date(START + 10 * index).toISOString()];
    }),
  );
});
