import { beforeAll, describe, expect, it } from 'vitest';
import { BLOCK_SIZE } from '../src/blocks/block-codec.ts';
import { createLogs, createSnapshots, type LogFilter, type Snapshot } from '../src/index.ts';
import { createLogFixture, selected, timeOf, type LogFixture } from './log-fixture.ts';
import { batchOf, createTestStore, seriesKey } from './support.ts';

const DETECTIONS = 3 * BLOCK_SIZE + 1_000;
let fixture: LogFixture;

beforeAll(async () => {
  fixture = await createLogFixture();
  await fixture.write(DETECTIONS);
  return () => fixture.close();
}, 120_000);

/** Moves the floors as retention does, and drops what is below them. */
async function dropBelow(position: number, alertSeq: number): Promise<Snapshot> {
  const { pool } = fixture;
  await pool.query('UPDATE store SET position_floor = $1, alert_floor = $2', [position, alertSeq]);
  await pool.query('DELETE FROM alerts WHERE seq <= $1', [alertSeq]);
  await pool.query('DELETE FROM detections WHERE position <= $1', [position]);
  // The totals of the last block below the floor are the base of all later ones.
  await pool.query(
    `DELETE FROM blocks b WHERE number < (
       SELECT max(number) FROM blocks t
        WHERE t.log = b.log AND totals IS NOT NULL
          AND (number + 1) * 65536 <= CASE log WHEN 1 THEN $1::bigint ELSE $2::bigint END)`,
    [position, alertSeq],
  );
  return await createSnapshots(pool).read();
}

const FILTERS: LogFilter[] = [
  {},
  { make: ['kia'] },
  { make: ['gaz'] },
  { from: timeOf(10_000), to: timeOf(DETECTIONS - 10_000) },
  { category: ['suv'], from: timeOf(BLOCK_SIZE) },
];

describe('above the floor of retention', { timeout: 120_000 }, () => {
  it.each([
    ['within the first block', 12_345, 7_000],
    ['at the end of a block', 2 * BLOCK_SIZE, BLOCK_SIZE],
    ['within the open block of alerts', 2 * BLOCK_SIZE + 777, BLOCK_SIZE + 500],
    ['within the open block of detections', 3 * BLOCK_SIZE + 300, 98_500],
    ['at the head', DETECTIONS, DETECTIONS / 2],
  ])('everything counts from there: %s', async (_, position, alertSeq) => {
    const snapshot = await dropBelow(position, alertSeq);
    const logs = createLogs({ pool: fixture.pool });
    for (const log of ['detections', 'alerts'] as const) {
      const [floor, head] =
        log === 'detections' ? [position, DETECTIONS] : [alertSeq, DETECTIONS / 2];
      const reader = logs[log];
      for (const filter of FILTERS) {
        const all = selected(fixture[log], filter, head, floor);
        for (const order of ['newest', 'oldest'] as const) {
          const skip = Math.floor(all.length / 3);
          const page = await reader.page(snapshot, { skip, limit: 7, order, filter });
          expect(page.total).toBe(all.length);
          expect(page.rows.objects().map((row) => ('seq' in row ? row.seq : row.id))).toEqual(
            (order === 'newest' ? all.toReversed() : all)
              .slice(skip, skip + 7)
              .map(({ number }) => number),
          );
        }
        const { rows, total } = await reader.stats(snapshot, { by: 'source', filter });
        expect(total).toBe(all.length);
        expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
        const { counts } = await reader.timeline(snapshot, { boundaries: [0, Infinity], filter });
        expect([...counts]).toEqual([all.length]);
      }
      expect(await reader.find(snapshot, floor)).toBeNull();
      if (floor < head) expect(await reader.find(snapshot, floor + 1)).not.toBeNull();
      const before = { filter: {}, by: 'make' as const, asOf: floor - 1 };
      await expect(reader.stats(snapshot, before)).rejects.toMatchObject({
        name: 'AsOfError',
        reason: 'dropped',
        floor,
        head,
      });
      expect((await reader.stats(snapshot, { ...before, asOf: floor })).total).toBe(0);
    }
    const suggestions = await logs.suggest(snapshot, { field: 'make', q: '' });
    expect(suggestions.reduce((sum, { count }) => sum + count, 0)).toBe(DETECTIONS - position);
  });
});

it('still answers a snapshot from before the floor moved, while what it counts is there', async () => {
  const store = await createTestStore();
  await store.newWriter().write(batchOf([1, 2, 3, 4, 5].map((year) => seriesKey({ year }))));
  const snapshots = createSnapshots(store.pool);
  const logs = createLogs({ pool: store.pool });
  const before = await snapshots.read();
  await store.pool.query('UPDATE store SET position_floor = 3');
  const after = await snapshots.read();
  const query = { skip: 0, limit: 10, order: 'oldest' as const, filter: {} };
  for (const [snapshot, years] of [
    [after, [4, 5]],
    [before, [1, 2, 3, 4, 5]],
    [after, [4, 5]],
  ] as const) {
    const { rows, total } = await logs.detections.page(snapshot, query);
    expect(rows.objects().map(({ year }) => year)).toEqual(years);
    expect(total).toBe(years.length);
  }
});
