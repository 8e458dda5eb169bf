import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BLOCK_SIZE,
  blockOf,
  decodeSeries,
  decodeTimes,
  decodeTotals,
  encodeTimes,
} from '../src/blocks/block-codec.ts';
import {
  DIRECTORY_AT,
  encodePostings,
  pickRows,
  postedRow,
  seriesOf,
} from '../src/blocks/postings-codec.ts';
import { encodeQuarters, forEachRun } from '../src/blocks/quarters-codec.ts';
import { createSeriesGroups } from '../src/blocks/series-groups.ts';
import { addTallies, encodeTallies, quartersOfRows } from '../src/blocks/tallies-codec.ts';
import { createDetectionRows, createAlertRows, migrate } from '../src/index.ts';
import { advance, batchOf, createTestStore, seriesKey, TOPIC, type TestStore } from './support.ts';

const DAY_MS = 86_400_000;

describe('block times', () => {
  it('come back exactly, whatever they span', () => {
    const time = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) });
    fc.assert(
      fc.property(time, time, fc.boolean(), (first, second, near) => {
        const other = near ? first + (second % DAY_MS) : second;
        const times = new Float64Array(BLOCK_SIZE).fill(first);
        times[BLOCK_SIZE - 1] = other;
        const { min, max, bytes } = encodeTimes(times);
        const offsets = decodeTimes(bytes);
        expect([min, max]).toEqual([Math.min(first, other), Math.max(first, other)]);
        expect(min + offsets[0]!).toBe(first);
        expect(min + offsets[BLOCK_SIZE - 1]!).toBe(other);
      }),
      { numRuns: 20 },
    );
  });
});

describe('positions', () => {
  it('fall into blocks without overlap', () => {
    expect([1, BLOCK_SIZE, BLOCK_SIZE + 1, 2 * BLOCK_SIZE].map(blockOf)).toEqual([0, 0, 1, 1]);
  });
});

const seriesIds = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: 0, max: 2_000 }),
  fc.integer({ min: 0, max: 100_000 }),
);

describe('block postings', () => {
  it('name the rows of any series, and of those alone', () => {
    fc.assert(
      fc.property(fc.array(seriesIds, { minLength: 1 }), fc.array(seriesIds), (ids, wanted) => {
        const series = Uint32Array.from({ length: BLOCK_SIZE }, (_, row) => ids[row % ids.length]!);
        const mask = new Uint8Array(100_001);
        for (const id of [...wanted, ids[0]!]) mask[id] = 1;
        expect(postedRows(encodePostings(series), mask)).toEqual(
          [...series.entries()]
            .filter(([, id]) => mask[id] === 1)
            .map(([row, id]) => postedRow(row, id)),
        );
      }),
      { numRuns: 20 },
    );
  });
});

describe('block quarters', () => {
  const time = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) });

  it('say of each row in which quarter of an hour it was detected', () => {
    fc.assert(
      fc.property(fc.array(time, { minLength: 1 }), (starts) => {
        const times = Float64Array.from(
          { length: BLOCK_SIZE },
          (_, row) => starts[Math.floor((row * starts.length) / BLOCK_SIZE)]! + 700 * (row % 5_000),
        );
        const quarters = encodeQuarters(times)!;
        const wrong = quartersOf(quarters).findIndex(
          (quarter, row) => quarter !== Math.floor(times[row]! / 900_000),
        );
        expect(wrong).toBe(-1);
      }),
      { numRuns: 20 },
    );
  });

  it('are left out where they would take as much as the times', () => {
    const times = Float64Array.from({ length: BLOCK_SIZE }, (_, row) => (row % 2) * DAY_MS);
    expect(encodeQuarters(times)).toBeNull();
  });
});

describe('block tallies', () => {
  const time = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) });
  const ids = fc.array(seriesIds, { minLength: 1, maxLength: 50 });

  it('count the rows of any groups, and of those alone, in each quarter of an hour', () => {
    const starts = fc.array(time, { minLength: 1, maxLength: 5 });
    const groups = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(ids, starts, groups, fc.func(fc.boolean()), (drawn, begins, count, isWanted) => {
        const series = Uint32Array.from({ length: BLOCK_SIZE }, (_, row) => {
          return drawn[(row * 7 + (row >> 8)) % drawn.length]!;
        });
        const times = Float64Array.from(
          { length: BLOCK_SIZE },
          (_, row) => begins[row % begins.length]! + 40 * row,
        );
        // 0 stands for rows that retention has deleted: they are in no group.
        const groupOf = Uint32Array.from({ length: 100_001 }, (_, id) =>
          id === 0 ? 0 : 1 + (id % count),
        );
        const mask = Uint8Array.from(groupOf, (group) => (group > 0 && isWanted(group) ? 1 : 0));
        const tallies = encodeTallies(series, groupOf, quartersOfRows(times)!);
        expect(countsOf(addTallies(tallies, mask))).toEqual(recountOf(series, times, mask));
      }),
      { numRuns: 20 },
    );
  });

  it('are left out where they would say hardly less than the rows', () => {
    const series = Uint32Array.from({ length: BLOCK_SIZE }, (_, row) => 1 + (row % 2_000));
    const times = Float64Array.from({ length: BLOCK_SIZE }, (_, row) => row * 60_000);
    const groupOf = Uint32Array.from({ length: 2_001 }, (_, id) => id);
    expect(encodeTallies(series, groupOf, quartersOfRows(times)!)).toHaveLength(0);
    expect(quartersOfRows(times.map((at) => 100 * at))).toBeNull();
  });
});

function countsOf({ quarters, counts }: ReturnType<typeof addTallies>): Map<number, number> {
  return new Map(
    [...quarters]
      .map((quarter, at) => [quarter, counts[at]!] as const)
      .filter(([, rows]) => rows > 0),
  );
}

/** In ascending order, as the tallies have it. */
function recountOf(
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
function postedRows(postings: Buffer, mask: Uint8Array): number[] {
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

function quartersOf(bytes: Buffer): Int32Array {
  const quarters = new Int32Array(BLOCK_SIZE);
  forEachRun(bytes, (quarter, start, end) => quarters.fill(quarter, start, end));
  return quarters;
}

interface BlockRow {
  number: number;
  detected_min: Date;
  series: Buffer;
  detected: Buffer;
  totals: Buffer | null;
  postings: Buffer;
  quarters: Buffer | null;
  kind_tallies: Buffer;
  source_tallies: Buffer;
  year_tallies: Buffer;
}

/** The series of each group, by the column that counts its rows. */
async function readGroupings(store: TestStore) {
  const groupsBy = async (columns: string): Promise<number[][]> => {
    const { rows } = await store.pool.query<{ members: number[] }>(
      `SELECT array_agg(s.id) AS members
         FROM series s JOIN vehicles v ON v.id = s.vehicle_id GROUP BY ${columns}`,
    );
    return rows.map(({ members }) => members);
  };
  return [
    ['kind_tallies', await groupsBy('v.model_id, v.category')],
    ['source_tallies', await groupsBy('s.source_id')],
    ['year_tallies', await groupsBy('v.year')],
  ] as const;
}

/** Compares every block with a recount of the table. */
async function expectBlocksEqualRecount(store: TestStore, log: 1 | 2): Promise<BlockRow[]> {
  const { rows: blocks } = await store.pool.query<BlockRow>(
    'SELECT * FROM blocks WHERE log = $1 ORDER BY number',
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
    for (const [column, groups] of groupings) {
      for (const members of groups) {
        const mask = new Uint8Array(everything.length);
        for (const id of members) mask[id] = 1;
        expect(countsOf(addTallies(block[column], mask))).toEqual(recountOf(...columns, mask));
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
  it('are right again after too many kinds had to be remembered', async () => {
    const store = await createTestStore();
    const writer = store.newWriter();
    const models = ['Corolla', 'Yaris', 'Hilux', 'Aygo'];
    const { seriesIds } = await writer.write(batchOf(models.map((model) => seriesKey({ model }))));
    const groups = createSeriesGroups(2);
    const client = await store.pool.connect();
    for (const ids of [seriesIds.slice(0, 3), seriesIds.slice(1), seriesIds]) {
      const { kinds } = await groups.read(client, Uint32Array.from(ids));
      expect(new Set(ids.map((id) => kinds[id])).size).toBe(ids.length);
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
      `UPDATE blocks SET kind_tallies = NULL, source_tallies = NULL, year_tallies = NULL,
              postings = CASE WHEN number % 2 = 1 THEN postings END,
              quarters = CASE WHEN number % 2 = 1 THEN quarters END`,
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
