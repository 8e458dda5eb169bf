import { describe, expect, it } from 'vitest';
import { BLOCK_SIZE, decodeSeries, decodeTimes, decodeTotals } from '../src/blocks/block-codec.ts';
import { seriesOf } from '../src/blocks/postings-codec.ts';
import { divisionsFor, DIVISIONS, type Member } from '../src/blocks/series-divisions.ts';
import { createSeriesGroups } from '../src/blocks/series-groups.ts';
import { addTallies } from '../src/blocks/tallies-codec.ts';
import { createDetectionRows, createAlertRows, migrate } from '../src/index.ts';
import { countsOf, postedRows, quartersOf, recountOf } from './block-support.ts';
import { advance, batchOf, createTestStore, seriesKey, TOPIC, type TestStore } from './support.ts';

interface BlockRow {
  number: number;
  detected_min: Date;
  series: Buffer;
  detected: Buffer;
  totals: Buffer | null;
  postings: Buffer;
  quarters: Buffer | null;
  /** By how they divide the series. */
  tallies: Record<string, string>;
}

/** The series of each group, by how the tallies that count its rows divide the series. */
async function readGroupings(store: TestStore) {
  const groupsBy = async (columns: string): Promise<number[][]> => {
    const { rows } = await store.pool.query<{ members: number[] }>(
      `SELECT array_agg(s.id) AS members
         FROM series s JOIN vehicles v ON v.id = s.vehicle_id JOIN models o ON o.id = v.model_id
        GROUP BY ${columns}`,
    );
    return rows.map(({ members }) => members);
  };
  return [
    ['source', await groupsBy('s.source_id')],
    ['year', await groupsBy('v.year')],
    ['category,source', await groupsBy('v.category, s.source_id')],
    ['category,year', await groupsBy('v.category, v.year')],
    ['year,source', await groupsBy('v.year, s.source_id')],
    ['make,model,category', await groupsBy('v.model_id, v.category')],
    ['make,source', await groupsBy('o.make_id, s.source_id')],
    ['make,year', await groupsBy('o.make_id, v.year')],
  ] as const;
}

/** Compares every block with a recount of the table. */
async function expectBlocksEqualRecount(store: TestStore, log: 1 | 2): Promise<BlockRow[]> {
  const { rows: blocks } = await store.pool.query<BlockRow>(
    `SELECT b.*, t.tallies FROM blocks b
       LEFT JOIN LATERAL (
         SELECT json_object_agg(divided_by, encode(tallies, 'base64')) AS tallies
           FROM block_tallies t WHERE t.log = b.log AND t.number = b.number) t ON true
      WHERE log = $1 ORDER BY number`,
    [log],
  );
  const { rows } = await store.pool.query<{ series_id: number; detected_at: Date }>(
    log === 1
      ? 'SELECT series_id, detected_at FROM detections ORDER BY position'
      : `SELECT a.series_id, d.detected_at FROM alerts a JOIN detections d USING (position) ORDER BY seq`,
  );
  expect(blocks.map(({ number }) => number)).toEqual(
    Array.from({ length: Math.floor(rows.length / BLOCK_SIZE) }, (_, number) => number),
  );
  const groupings = await readGroupings(store);
  const recount = new Map<number, number>();
  for (const block of blocks) {
    const expected = rows.slice(block.number * BLOCK_SIZE, (block.number + 1) * BLOCK_SIZE);
    for (const { series_id } of expected) recount.set(series_id, (recount.get(series_id) ?? 0) + 1);
    const series = decodeSeries(block.series);
    const times = decodeTimes(block.detected);
    const wrong = expected.findIndex(
      ({ series_id, detected_at }, row) =>
        series[row] !== series_id ||
        block.detected_min.getTime() + times[row]! !== detected_at.getTime(),
    );
    expect(wrong, `first wrong row of block ${String(block.number)}`).toBe(-1);
    const everything = new Uint8Array(Math.max(...recount.keys()) + 1).fill(1);
    const posted = postedRows(block.postings, everything).map(seriesOf);
    expect(posted).toHaveLength(BLOCK_SIZE);
    expect(posted.findIndex((id, row) => id !== expected[row]!.series_id)).toBe(-1);
    const quarters = quartersOf(block.quarters!);
    expect(
      expected.findIndex(
        ({ detected_at }, row) => quarters[row] !== Math.floor(detected_at.getTime() / 900_000),
      ),
    ).toBe(-1);
    const columns = [
      expected.map((row) => row.series_id),
      expected.map((row) => +row.detected_at),
    ] as const;
    expect(Object.keys(block.tallies).sort()).toEqual(groupings.map(([name]) => name).sort());
    for (const [name, groups] of groupings) {
      const tallies = Buffer.from(block.tallies[name]!, 'base64');
      for (const members of groups) {
        const mask = new Uint8Array(everything.length);
        for (const id of members) mask[id] = 1;
        expect(countsOf(addTallies(tallies, mask))).toEqual(recountOf(...columns, mask));
      }
    }
    if (block.totals) {
      const totals = decodeTotals(block.totals);
      expect(Object.fromEntries([...totals.entries()].filter(([, n]) => n > 0))).toEqual(
        Object.fromEntries(recount),
      );
    }
  }
  return blocks;
}

describe('groups of series', () => {
  it('are right again after too many had to be remembered', async () => {
    const store = await createTestStore();
    const writer = store.newWriter();
    const makes = ['Toyota', 'Kia', 'Lada', 'GAZ'];
    const { seriesIds } = await writer.write(
      batchOf(makes.map((make, index) => seriesKey({ make, year: 2001 + (index % 2) }))),
    );
    const groups = createSeriesGroups(2);
    const client = await store.pool.connect();
    for (const distinct of [seriesIds.slice(0, 3), seriesIds.slice(1), [0, ...seriesIds]]) {
      const rows = [...distinct, ...distinct.toReversed()];
      const { ids, indexOf, groups: read } = await groups.read(client, Uint32Array.from(rows));
      expect(ids).toEqual(distinct);
      expect([...indexOf].map((index) => ids[index])).toEqual(rows);
      const groupsBy = (...members: Member[]): Set<number> =>
        new Set(read[DIVISIONS.indexOf(divisionsFor(members)[0]!)]);
      expect(groupsBy('make', 'source').size).toBe(ids.length);
      expect(groupsBy('make', 'source').has(0)).toBe(ids.includes(0));
      expect(groupsBy('year').size).toBe(ids.includes(0) ? 3 : 2);
    }
    client.release();
  });
});

describe('blocks', () => {
  it('equal a recount when two writers take turns, one fails and one begins anew', async () => {
    const store = await createTestStore();
    const keys = Array.from({ length: 40 }, (_, index) => ({
      ...seriesKey({
        year: 1990 + (index % 8),
        make: `Make ${String(index % 2)}`,
        model: `Model ${String(index % 5)}`,
        category: index < 20 ? 'SUV' : 'SUV, Wagon',
      }),
      source: index % 3 === 0 ? null : `gate-${String(index % 3)}`,
    }));
    let one = store.newWriter();
    const two = store.newWriter();
    const next = [0, 0, 0];
    const write = async (partition: number, size: number, writer = one): Promise<void> => {
      const detections = createDetectionRows(size);
      const alerts = createAlertRows(size);
      const rows = keys.map((): number[] => []);
      for (let row = 0; row < size; row++) {
        detections.add(0, Date.UTC(2026, 0, 1) + next[partition]! + row * 7);
        rows[(row * row) % keys.length]!.push(row);
        if (row % 2 === 0) alerts.add(row, 1);
      }
      const nextOffset = next[partition]! + size;
      await writer.write({
        ...batchOf([]),
        topic: TOPIC,
        advances: [advance({ partition, expectedOffset: next[partition]!, nextOffset })],
        detections,
        alerts,
        unresolved: keys.map((key, index) => ({ key, rows: rows[index]! })),
      });
      next[partition] = nextOffset;
    };
    for (let round = 0; round < 4; round++) {
      await write(0, 15_000, one);
      await write(1, 9_000, two);
      await write(2, 20_000, one);
    }
    // A batch of more than a block, a refused one, and a writer that knows nothing.
    await write(0, 70_000, two);
    next[1]! += 1;
    await expect(write(1, 30_000, one)).rejects.toThrow('checkpoint');
    next[1]! -= 1;
    one = store.newWriter();
    await write(1, 30_000, one);
    await write(0, 40_000, one);
    const detections = await expectBlocksEqualRecount(store, 1);
    const alerts = await expectBlocksEqualRecount(store, 2);
    expect(detections).toHaveLength(4);
    expect(alerts).toHaveLength(2);
    expect(detections.some(({ totals }) => totals !== null)).toBe(true);
    // As an older version left them; whoever migrates completes them.
    await store.pool.query(
      `UPDATE blocks SET postings = CASE WHEN number % 2 = 1 THEN postings END,
              quarters = CASE WHEN number % 2 = 1 THEN quarters END;
       DELETE FROM block_tallies WHERE number <> 1 OR divided_by LIKE 'make%'`,
    );
    await Promise.all([migrate(store.url), migrate(store.url)]);
    for (const [log, before] of [[1, detections] as const, [2, alerts] as const]) {
      const after = await expectBlocksEqualRecount(store, log);
      expect(after.map(({ postings }, index) => postings.equals(before[index]!.postings))).toEqual(
        after.map(() => true),
      );
    }
  });
});
