import { beforeAll, describe, expect, it } from 'vitest';
import { BLOCK_SIZE } from '../src/blocks/block-codec.ts';
import {
  createLogs,
  createPool,
  createSnapshots,
  type LogFilter,
  type Logs,
  type Snapshot,
} from '../src/index.ts';
import { createLogFixture, FIRST, selected, timeOf, type LogFixture } from './log-fixture.ts';

let fixture: LogFixture;

beforeAll(async () => {
  fixture = await createLogFixture();
  return () => fixture.close();
}, 120_000);

const FILTERS: LogFilter[] = [
  {},
  { make: ['kia'] },
  { category: ['wagon'], source: ['gate-2'] },
  { make: ['lada'] },
  { make: ['gaz'] },
  { from: FIRST, to: timeOf(BLOCK_SIZE + 10_000) },
];

/** Asks everything about the log as it was in a snapshot and compares it with a plain search. */
async function expectAnswers(logs: Logs, snapshot: Snapshot): Promise<void> {
  const heads = { detections: snapshot.position, alerts: snapshot.alertSeq };
  for (const log of ['detections', 'alerts'] as const) {
    for (const filter of FILTERS) {
      const all = selected(fixture[log], filter, heads[log]);
      const [page, stats, timeline] = await Promise.all([
        logs[log].page(snapshot, { skip: 0, limit: 5, order: 'newest', filter }),
        logs[log].stats(snapshot, { by: 'year', filter }),
        logs[log].timeline(snapshot, { boundaries: [0, timeOf(40_000), Infinity], filter }),
      ]);
      expect([page.total, page.asOf]).toEqual([all.length, heads[log]]);
      const rows = page.rows.objects().map((row) => ('seq' in row ? row.seq : row.id));
      expect(rows).toEqual(
        all
          .slice(-5)
          .toReversed()
          .map(({ number }) => number),
      );
      expect(stats.total).toBe(all.length);
      const years = new Map<number | undefined, number>();
      for (const { row } of all) {
        years.set(row.key.vehicle.year, (years.get(row.key.vehicle.year) ?? 0) + 1);
      }
      expect(new Map(stats.rows.map(({ year, count }) => [year, count]))).toEqual(years);
      const early = all.filter(({ row }) => row.detectedAt < timeOf(40_000)).length;
      expect([...timeline.counts]).toEqual([early, all.length - early]);
    }
  }
}

describe('a log that grows', { timeout: 120_000 }, () => {
  it('is answered for as it was in each snapshot, by one reader, in any order and at once', async () => {
    const logs = createLogs({ pool: fixture.pool });
    const snapshots = createSnapshots(fixture.pool);
    const seen: Snapshot[] = [await snapshots.read()];
    await expectAnswers(logs, seen[0]!);
    // Up to, onto and over the ends of blocks, by little and by much.
    for (const count of [4, 40_000, BLOCK_SIZE - 40_004, 1, 2 * BLOCK_SIZE, 17]) {
      await fixture.write(count);
      const now = await snapshots.read();
      seen.push(now);
      await Promise.all([now, seen.at(-2)!, now].map((snapshot) => expectAnswers(logs, snapshot)));
    }
    expect(seen.at(-1)!.position).toBe(fixture.detections.length);
    // Not every block has totals, and with so few series every one would.
    await fixture.pool.query('UPDATE blocks SET totals = NULL WHERE number % 3 <> 1');
    const inOneGo = createLogs({ pool: fixture.pool, cacheBytes: 700_000 });
    await Promise.all(seen.toReversed().map((snapshot) => expectAnswers(inOneGo, snapshot)));
  });

  it('is counted as it was at each of many numbers that are asked for at once', async () => {
    await fixture.write(2_000);
    const snapshot = await createSnapshots(fixture.pool).read();
    const head = snapshot.position;
    const logs = createLogs({ pool: fixture.pool });
    await logs.detections.stats(snapshot, { by: 'year', filter: {}, asOf: head - 1_000 });
    // Then its rows are known, and all of those who count on from there do so in the same moment.
    await logs.detections.page(snapshot, {
      skip: 0,
      limit: 1,
      order: 'newest',
      filter: { make: ['kia'], from: timeOf(0) },
    });
    const numbers = Array.from({ length: 50 }, (_, index) => head - 1_000 + 20 * (index + 1));
    const asked = numbers.map((asOf) =>
      logs.detections.stats(snapshot, { by: 'year', filter: {}, asOf }),
    );
    const counted = (await Promise.all(asked)).map(({ rows }) =>
      rows.reduce((sum, { count }) => sum + count, 0),
    );
    expect(counted).toEqual(numbers);
  });

  it('is not asked at all while it stands still', async () => {
    const pool = createPool({ databaseUrl: fixture.url, applicationName: 'test' });
    let queries = 0;
    pool.on('acquire', () => {
      queries += 1;
    });
    const logs = createLogs({ pool });
    const snapshot = await createSnapshots(fixture.pool).read();
    const ask = async (): Promise<void> => {
      const { detections } = logs;
      for (const filter of FILTERS) {
        for (const order of ['newest', 'oldest'] as const) {
          await detections.page(snapshot, { skip: 70_000, limit: 100, order, filter });
        }
        await detections.stats(snapshot, { by: 'make', filter });
        await detections.timeline(snapshot, { boundaries: [FIRST, FIRST + 3_600_000], filter });
      }
      await logs.suggest(snapshot, { field: 'make', q: '' });
    };
    await ask();
    expect(queries).toBeGreaterThan(0);
    queries = 0;
    await ask();
    expect(queries).toBe(0);
    await pool.end();
  });
});
