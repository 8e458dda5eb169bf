import type { StatsRow } from '@intellisite/contracts';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { BLOCK_SIZE } from '../src/blocks/block-codec.ts';
import {
  createLogs,
  createSnapshots,
  type LogReader,
  type LogRows,
  type LogFilter,
  type Logs,
  type Order,
  type Snapshot,
} from '../src/index.ts';
import { EARLIEST, questions } from './log-arbitraries.ts';
import {
  createLogFixture,
  MINUTE_MS,
  namesOf,
  RARE_MAKES,
  selected,
  timeOf,
  type KnownRow,
  type LogFixture,
} from './log-fixture.ts';

/** Two complete blocks of detections and a part of a third; one of alerts and a part of another. */
const DETECTIONS = 2 * BLOCK_SIZE + 20_000;
let fixture: LogFixture;
let snapshot: Snapshot;
/** With a cache that holds everything, and with one that holds a block at most. */
let large: Logs;
let small: Logs;

beforeAll(async () => {
  fixture = await createLogFixture();
  await fixture.write(DETECTIONS);
  // Not every block has totals, and with so few series every one would.
  await fixture.pool.query('UPDATE blocks SET totals = NULL WHERE log = 1 AND number = 1');
  // Until they are completed, blocks of an older version lack these.
  await fixture.pool.query(
    `UPDATE blocks SET postings = NULL, quarters = NULL WHERE log = 1 AND number = 0;
     DELETE FROM block_tallies WHERE log = 1 AND number = 0`,
  );
  // Left out, as where sources are many.
  await fixture.pool.query(
    `UPDATE block_tallies SET tallies = '' WHERE log = 2 AND divided_by LIKE 'category%'`,
  );
  snapshot = await createSnapshots(fixture.pool).read();
  large = createLogs({ pool: fixture.pool });
  small = createLogs({ pool: fixture.pool, cacheBytes: 700_000 });
  return () => fixture.close();
}, 120_000);

const { filter, asOf, order, boundaries } = questions(DETECTIONS);

/** What a reader should say of a row. */
function shown(log: 'detections' | 'alerts', number: number, row: KnownRow): object {
  const { key, detectedAt, position, rule } = row;
  return {
    ...(log === 'detections' ? { id: number } : { seq: number, detectionId: position, rule }),
    timestamp: new Date(detectedAt).toISOString(),
    ...key.vehicle,
    categories: namesOf(key.vehicle.category),
    source: key.source,
  };
}

function expectRows(rows: LogRows<unknown>, expected: readonly object[]): void {
  expect(rows.size).toBe(expected.length);
  expect(rows.objects()).toEqual(expected);
  expect(JSON.parse(rows.json().toString())).toEqual(expected);
  const lines = rows.ndjson().toString();
  expect(
    lines
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual(expected);
  expect(lines === '' || lines.endsWith('\n')).toBe(true);
}

describe.each(['detections', 'alerts'] as const)('the log of %s', { timeout: 120_000 }, (log) => {
  const known = (): KnownRow[] => fixture[log];
  const readerOf = (logs: Logs): LogReader<unknown> => logs[log];
  const heads = { detections: DETECTIONS, alerts: DETECTIONS / 2 };

  it('answers pages and totals as a plain search does, with any filter, depth and asOf', async () => {
    await fc.assert(
      fc.asyncProperty(
        filter,
        asOf(heads[log]),
        order,
        fc.oneof(
          fc.double({ min: 0, max: 1.1, noNaN: true }).map((depth) => ({ depth })),
          // Around the end of the first block.
          fc.integer({ min: -300, max: 1 }).map((beyond) => ({ beyond })),
        ),
        fc.integer({ min: 1, max: 300 }),
        async (its, at, direction, where, limit) => {
          const all = selected(known(), its, at);
          const skip = skipTo(all, direction, where);
          const due = (direction === 'newest' ? all.toReversed() : all).slice(skip, skip + limit);
          const query = { skip, limit, order: direction, filter: its, asOf: at };
          for (const logs of [large, small]) {
            const page = await readerOf(logs).page(snapshot, query);
            expect([page.total, page.asOf]).toEqual([all.length, at]);
            expectRows(
              page.rows,
              due.map(({ number, row }) => shown(log, number, row)),
            );
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each(RARE_MAKES)('turns all pages of vehicles that are hardly ever seen: %s', async (make) => {
    const filter = { make: [make] };
    for (const at of [heads[log], BLOCK_SIZE]) {
      const all = selected(known(), filter, at).map(({ number }) => number);
      expect(all.length).toBeGreaterThan(1);
      for (const order of ['newest', 'oldest'] as const) {
        const due = order === 'newest' ? all.toReversed() : all;
        const logs = createLogs({ pool: fixture.pool });
        for (let skip = 0; skip < all.length; skip += 3) {
          const query = { skip, limit: 3, order, filter, asOf: at };
          const page = await readerOf(logs).page(snapshot, query);
          expectRows(
            page.rows,
            due.slice(skip, skip + 3).map((number) => shown(log, number, known()[number - 1]!)),
          );
        }
      }
    }
  });

  const [kia, wagon] = [{ make: ['kia'] }, { category: ['wagon'] }];
  const [gate, recent] = [{ source: ['gate-1'] }, { year: [{ from: 2011, to: 2021 }] }];

  it.each<LogFilter>([
    ...[{}, kia, { make: ['lada'] }, { make: ['gaz'] }, { make: ['none'] }, gate, recent],
    // Tallied together, and last what is not.
    ...[kia, wagon].flatMap((one) => [gate, recent].map((other) => ({ ...one, ...other }))),
    ...[
      { ...kia, ...wagon },
      { ...gate, ...recent },
      { ...kia, ...wagon, ...gate },
    ],
  ])('counts by the hour and by the minute as a plain count does: %j', async (its) => {
    const times = selected(known(), its, heads[log]).map(({ row }) => row.detectedAt);
    for (const minutes of [15, 60, 90, 1_440, 100, 7]) {
      const edges = Array.from(
        { length: Math.ceil((timeOf(DETECTIONS) - EARLIEST) / (minutes * MINUTE_MS)) + 1 },
        (_, index) => EARLIEST + index * minutes * MINUTE_MS,
      );
      const due = new Array<number>(edges.length - 1).fill(0);
      for (const time of times) due[Math.floor((time - EARLIEST) / (minutes * MINUTE_MS))]! += 1;
      for (const logs of [large, createLogs({ pool: fixture.pool })]) {
        const query = { boundaries: edges, filter: its };
        const { counts } = await readerOf(logs).timeline(snapshot, query);
        expect([...counts]).toEqual(due);
      }
    }
  });

  it('sums up every group as a plain count does', async () => {
    await fc.assert(
      fc.asyncProperty(
        filter,
        asOf(heads[log]),
        fc.constantFrom(...(Object.keys(GROUPS) as (keyof typeof GROUPS)[])),
        async (its, at, by) => {
          const all = selected(known(), its, at);
          for (const logs of [large, small]) {
            const stats = await readerOf(logs).stats(snapshot, { by, filter: its, asOf: at });
            expect([stats.total, stats.asOf]).toEqual([all.length, at]);
            expect(stats.rows).toEqual(countPlainly(all, GROUPS[by]));
            expect(JSON.parse(stats.json().toString())).toEqual(stats.rows);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('draws timelines as a plain count does', async () => {
    await fc.assert(
      fc.asyncProperty(filter, asOf(heads[log]), boundaries, async (its, at, edges) => {
        const times = selected(known(), its, at).map(({ row }) => row.detectedAt);
        const due = edges
          .slice(1)
          .map((end, index) => times.filter((time) => edges[index]! <= time && time < end).length);
        for (const logs of [large, small]) {
          const { counts } = await readerOf(logs).timeline(snapshot, {
            boundaries: edges,
            filter: its,
            asOf: at,
          });
          expect([...counts]).toEqual(due);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('knows when the earliest and the latest were detected', async () => {
    await fc.assert(
      fc.asyncProperty(asOf(heads[log]), async (at) => {
        const times = selected(known(), {}, at).map(({ row }) => row.detectedAt);
        const [earliest, latest] =
          times.length === 0
            ? [null, null]
            : times.reduce(
                ([low, high], time) => [Math.min(low, time), Math.max(high, time)],
                [Infinity, -Infinity],
              );
        for (const logs of [large, small]) {
          expect(await readerOf(logs).span(snapshot, { asOf: at })).toEqual({ earliest, latest });
        }
      }),
      { numRuns: 20 },
    );
  });

  it('scans everything that a filter selects, in either order', async () => {
    await fc.assert(
      fc.asyncProperty(filter, asOf(heads[log]), order, async (its, at, direction) => {
        const all = selected(known(), its, at).map(({ number }) => number);
        const scanned: number[] = [];
        for await (const rows of readerOf(small).scan(snapshot, {
          filter: its,
          asOf: at,
          order: direction,
        })) {
          expect(rows.size).toBeGreaterThan(0);
          const objects = rows.objects() as { id?: number; seq?: number }[];
          for (const { id, seq } of objects) scanned.push(id ?? seq ?? 0);
        }
        expect(scanned).toEqual(direction === 'newest' ? all.toReversed() : all);
      }),
      { numRuns: 12 },
    );
  });

  it('finds a single row by its number', async () => {
    const reader = readerOf(large);
    for (const number of [1, BLOCK_SIZE, heads[log]]) {
      expect(await reader.find(snapshot, number)).toEqual(shown(log, number, known()[number - 1]!));
    }
    expect(await reader.find(snapshot, heads[log] + 1)).toBeNull();
    expect(await reader.find(snapshot, 0)).toBeNull();
  });

  it('refuses an asOf that is not there yet', async () => {
    const query = { filter: {}, asOf: heads[log] + 1 };
    const refusal = { name: 'AsOfError', reason: 'ahead', floor: 0, head: heads[log] };
    const reader = readerOf(large);
    const page = { ...query, skip: 0, limit: 1, order: 'newest' as const };
    await expect(reader.page(snapshot, page)).rejects.toMatchObject(refusal);
    await expect(reader.stats(snapshot, { ...query, by: 'make' })).rejects.toMatchObject(refusal);
    await expect(reader.timeline(snapshot, { ...query, boundaries: [] })).rejects.toMatchObject(
      refusal,
    );
  });
});

it('writes detections and alerts as CSV that Excel and RFC 4180 agree on', async () => {
  const page = { skip: 0, limit: 1, order: 'oldest' as const, filter: { model: ['two, "too"'] } };
  const detections = await large.detections.page(snapshot, page);
  const [first] = detections.rows.objects();
  expect(large.detections.csvHeader).toBe('id,timestamp,year,make,model,category,source\r\n');
  expect(detections.rows.csv().toString()).toBe(
    `${first!.id},${first!.timestamp},${first!.year},${first!.make},"Two, ""too""",${csv(first!.category)},${first!.source ?? ''}\r\n`,
  );
  const alerts = await large.alerts.page(snapshot, { ...page, filter: {} });
  expect(large.alerts.csvHeader).toBe(
    'seq,detectionId,rule,timestamp,year,make,model,category,source\r\n',
  );
  expect(alerts.rows.csv().toString()).toMatch(/^1,1,first-rule,2025-12-31T21:00:00.000Z,/);
});

it('ends a scan when it is told to', async () => {
  const controller = new AbortController();
  const chunks = large.detections.scan(snapshot, {
    filter: {},
    order: 'oldest',
    signal: controller.signal,
  });
  await chunks.next();
  controller.abort(new Error('nobody waits any more'));
  await expect(chunks.next()).rejects.toThrow('nobody waits any more');
});

function csv(text: string): string {
  return text.includes(',') ? `"${text}"` : text;
}

/** How many rows lie before a part of all of them, or before so many after the end of the first block. */
function skipTo(
  rows: readonly { number: number }[],
  direction: Order,
  where: { depth: number } | { beyond: number },
): number {
  if ('depth' in where) return Math.floor(where.depth * rows.length);
  const inFirst = rows.filter(({ number }) => number <= BLOCK_SIZE).length;
  const passed = direction === 'oldest' ? inFirst : rows.length - inFirst;
  return Math.max(0, passed + where.beyond);
}

/** The groups that a row is in, as the members that name them. */
const GROUPS = {
  make: ({ key }: KnownRow) => [{ make: key.vehicle.make }],
  model: ({ key }: KnownRow) => [{ make: key.vehicle.make, model: key.vehicle.model }],
  year: ({ key }: KnownRow) => [{ year: key.vehicle.year }],
  source: ({ key }: KnownRow) => [{ source: key.source }],
  category: ({ key }: KnownRow) =>
    namesOf(key.vehicle.category).map((name) => ({ category: spelling(name) })),
};

/** As the fixture's first row with the category spelled it. */
function spelling(category: string): string {
  const folded = category.toLowerCase();
  for (const { key } of fixture.detections) {
    const seen = namesOf(key.vehicle.category).find((name) => name.toLowerCase() === folded);
    if (seen !== undefined) return seen;
  }
  throw new Error(`No row has the category ${category}.`);
}

function countPlainly(
  rows: readonly { row: KnownRow }[],
  groupsOf: (row: KnownRow) => object[],
): StatsRow[] {
  const counts = new Map<string, number>();
  for (const { row } of rows) {
    for (const group of groupsOf(row)) {
      const key = JSON.stringify(group);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const text = ({ make = '', model = '', category = '', source = '' }: StatsRow): string =>
    [make, model, category, source ?? ''].join('\0');
  return [...counts]
    .map(([key, count]) => ({ ...(JSON.parse(key) as object), count }))
    .sort((a: StatsRow, b: StatsRow) =>
      a.count === b.count
        ? (a.year ?? 0) - (b.year ?? 0) || (text(a) < text(b) ? -1 : 1)
        : b.count - a.count,
    );
}
