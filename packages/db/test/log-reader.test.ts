import fc from 'fast-check';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { BLOCK_SIZE } from '../src/blocks/block-codec.ts';
import {
  createAlertRows,
  createDetectionRows,
  createIngestWriter,
  createLogReader,
  createPool,
  openCheckpoints,
  type LogFilter,
  type LogReader,
  type Pool,
  type SeriesKey,
} from '../src/index.ts';
import { createTestDatabase } from '../src/testing.ts';
import { advance, TOPIC } from './support.ts';

const MAKES = ['Toyota', 'Kia', 'Škoda'];
const MODELS = ['One', 'Two'];
const CATEGORIES = ['SUV', 'Sedan', 'SUV, Wagon'];
const SOURCES = ['gate-1', null];
const YEARS = [2001, 2011, 2021];
const FIRST = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;

const keys: SeriesKey[] = MAKES.flatMap((make) =>
  MODELS.flatMap((model) =>
    CATEGORIES.flatMap((category) =>
      SOURCES.flatMap((source) =>
        YEARS.map((year) => ({ vehicle: { year, make, model, category }, source })),
      ),
    ),
  ),
);

/** A row as the test knows it. */
interface Row {
  key: SeriesKey;
  detectedAt: number;
}

/** Times mostly rise, as they do in life, and now and then a camera is late. */
function timeOf(index: number): number {
  const late = index % 97 === 0 ? 3 * 60 * MINUTE_MS : 0;
  return FIRST + index * 500 - late;
}

const BATCH = 25_000;
/** Two complete blocks and a part of a third. */
const ROWS = 2 * BLOCK_SIZE + 20_000;
let pool: Pool;
const rows: Row[] = [];

beforeAll(async () => {
  const database = await createTestDatabase(inject('postgresUrl'));
  pool = createPool({ databaseUrl: database.url, applicationName: 'test' });
  await openCheckpoints(pool, TOPIC, 'cluster', new Map([[0, 0]]));
  const writer = createIngestWriter({ databaseUrl: database.url, instance: 'test' });
  for (let first = 0; first < ROWS; first += BATCH) {
    const count = Math.min(BATCH, ROWS - first);
    const detections = createDetectionRows(count);
    const unresolved = new Map<SeriesKey, number[]>();
    for (let row = 0; row < count; row++) {
      // Some vehicles are seen a hundred times as often as others.
      const key = keys[Math.floor((((first + row) * 7_919) % 1_009 ** 2) % keys.length)]!;
      const detectedAt = timeOf(first + row);
      detections.add(0, detectedAt);
      rows.push({ key, detectedAt });
      unresolved.set(key, [...(unresolved.get(key) ?? []), row]);
    }
    await writer.write({
      topic: TOPIC,
      advances: [
        advance({ expectedOffset: first, nextOffset: first + count, highWatermark: ROWS }),
      ],
      detections,
      alerts: createAlertRows(1),
      unresolved: [...unresolved].map(([key, indices]) => ({ key, rows: indices })),
      quarantined: [],
      rulesRevision: 0,
    });
  }
  await writer.close();
  return async () => {
    await pool.end();
    await database.drop();
  };
}, 120_000);

function selected(filter: LogFilter, asOf: number): { position: number; row: Row }[] {
  const { make, model, category, source, year, from = -Infinity, to = Infinity } = filter;
  const within = (values: readonly string[] | undefined, value: string): boolean =>
    !values || values.some((wanted) => wanted.toLowerCase() === value.toLowerCase());
  return rows
    .slice(0, asOf)
    .map((row, index) => ({ position: index + 1, row }))
    .filter(({ row: { key, detectedAt } }) => {
      const { vehicle } = key;
      const categories = vehicle.category.split(', ');
      return (
        within(make, vehicle.make) &&
        within(model, vehicle.model) &&
        (!category || categories.some((name) => within(category, name))) &&
        (!source || (key.source !== null && source.includes(key.source))) &&
        (!year || year.some((range) => range.from <= vehicle.year && vehicle.year <= range.to)) &&
        from <= detectedAt &&
        detectedAt < to
      );
    });
}

const someOf = (values: readonly string[]) =>
  fc.subarray([...values, 'unknown'], { minLength: 1, maxLength: 2 });
// Also exactly the times of rows, where from and to differ.
const time = fc.oneof(
  fc.integer({ min: FIRST - 4 * 60 * MINUTE_MS, max: timeOf(ROWS) }),
  fc.integer({ min: 0, max: ROWS }).map(timeOf),
  fc.constantFrom(0, BLOCK_SIZE - 1, BLOCK_SIZE, 2 * BLOCK_SIZE - 1).map(timeOf),
);
const filters: fc.Arbitrary<LogFilter> = fc.record(
  {
    make: someOf([...MAKES, 'TOYOTA']),
    model: someOf(MODELS),
    category: someOf(['suv', 'Wagon', 'sedan']),
    source: someOf(['gate-1']),
    year: fc.constantFrom([{ from: 2011, to: 2021 }], [{ from: 2001, to: 2001 }]),
    from: time,
    to: time,
  },
  { requiredKeys: [] },
);
const asOfs = fc.oneof(
  fc.constantFrom(0, 1, BLOCK_SIZE - 1, BLOCK_SIZE, BLOCK_SIZE + 1, 2 * BLOCK_SIZE, ROWS),
  fc.integer({ min: 0, max: ROWS }),
);

/** A cache that holds everything, and one that holds a block at most. */
function readers(): LogReader[] {
  return [
    createLogReader({ pool, log: 'detections' }),
    createLogReader({ pool, log: 'detections', cacheBytes: 600_000 }),
  ];
}

describe('the log reader agrees with a plain search', { timeout: 120_000 }, () => {
  it('on pages and totals, with any filter, at any depth and any asOf', async () => {
    const [large, small] = readers();
    await fc.assert(
      fc.asyncProperty(
        filters,
        asOfs,
        fc.constantFrom('newest' as const, 'oldest' as const),
        fc.double({ min: 0, max: 1.1, noNaN: true }),
        fc.integer({ min: 1, max: 300 }),
        async (filter, asOf, order, depth, limit) => {
          const all = selected(filter, asOf);
          const skip = Math.floor(depth * all.length);
          const due = (order === 'newest' ? all.toReversed() : all).slice(skip, skip + limit);
          for (const reader of [large!, small!]) {
            const page = await reader.page({ skip, limit, order, filter, asOf });
            expect(page.total).toBe(all.length);
            expect(page.asOf).toBe(asOf);
            expect(
              page.rows.map(({ position, detectedAt, series }) => [
                position,
                detectedAt,
                series.make,
                series.category,
                series.source,
              ]),
            ).toEqual(
              due.map(({ position, row: { key, detectedAt } }) => [
                position,
                detectedAt,
                key.vehicle.make,
                key.vehicle.category,
                key.source,
              ]),
            );
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('on counts by series, and on timelines', async () => {
    const [reader] = readers();
    await fc.assert(
      fc.asyncProperty(
        filters,
        asOfs,
        fc.integer({ min: 1, max: 400 }),
        async (filter, asOf, minutes) => {
          const all = selected(filter, asOf);
          const { bySeries, total } = await reader!.count(filter, asOf);
          expect(total).toBe(all.length);
          const byMake = new Map<string, number>();
          reader!.catalogue.byId.forEach((series) => {
            if (!series) return;
            byMake.set(series.make, (byMake.get(series.make) ?? 0) + (bySeries[series.id] ?? 0));
          });
          for (const make of MAKES) {
            expect(byMake.get(make)).toBe(
              all.filter(({ row }) => row.key.vehicle.make === make).length,
            );
          }
          const boundaries = Array.from({ length: 40 }, (_, i) => FIRST + i * minutes * MINUTE_MS);
          const timeline = await reader!.timeline(boundaries, filter, asOf);
          expect([...timeline]).toEqual(
            boundaries
              .slice(1)
              .map(
                (end, index) =>
                  all.filter(
                    ({ row }) => boundaries[index]! <= row.detectedAt && row.detectedAt < end,
                  ).length,
              ),
          );
        },
      ),
      { numRuns: 25 },
    );
  });
});
