import { inject } from 'vitest';
import { BLOCK_SIZE } from '../src/blocks/block-codec.ts';
import {
  createAlertRows,
  createDetectionRows,
  createIngestWriter,
  createPool,
  createPrisma,
  openCheckpoints,
  setRule,
  type IngestWriter,
  type LogFilter,
  type Pool,
  type SeriesKey,
} from '../src/index.ts';
import { createTestDatabase } from '../src/testing.ts';
import { advance, TOPIC } from './support.ts';

export const MAKES = ['Toyota', 'Kia', 'Škoda'];
export const MODELS = ['One', 'Two, "too"'];
export const CATEGORIES = ['SUV', 'Sedan', 'suv, Wagon', 'Wagon,SEDAN'];
export const FIRST = Date.UTC(2026, 0, 1);
export const MINUTE_MS = 60_000;
const RULES = ['first-rule', 'second "rule"'];
const BATCH = 25_000;

const keys: SeriesKey[] = MAKES.flatMap((make) =>
  MODELS.flatMap((model) =>
    CATEGORIES.flatMap((category) =>
      ['gate-1', 'gate-2', null].flatMap((source) =>
        [2001, 2011, 2021].map((year) => ({ vehicle: { year, make, model, category }, source })),
      ),
    ),
  ),
);

/** Hardly ever seen: the first, of many years, up to some time and no more, the other now and then. */
export const RARE_MAKES = ['Lada', 'GAZ'];
const LADAS = 20;
const rareKeys = Array.from({ length: LADAS + 1 }, (_, index): SeriesKey => {
  const make = RARE_MAKES[index < LADAS ? 0 : 1]!;
  const vehicle = { year: 2001 + index, make, model: 'One', category: 'Sedan' };
  return { vehicle, source: 'gate-1' };
});

/** A row of a log as a test knows it. */
export interface KnownRow {
  key: SeriesKey;
  detectedAt: number;
  /** Of the detection. */
  position: number;
  /** Of the alert; null in the log of detections. */
  rule: string | null;
}

/** Times mostly rise, as they do in life, and now and then a camera is late. */
export function timeOf(index: number): number {
  const late = index % 97 === 0 ? 3 * 60 * MINUTE_MS : 0;
  return FIRST + index * 500 - late + (index % 7);
}

/** A database whose logs a test fills, and what is in them. */
export interface LogFixture {
  url: string;
  pool: Pool;
  /** By number, from 1: `detections[0]` has position 1. */
  detections: KnownRow[];
  alerts: KnownRow[];
  /** Writes so many detections more, each second of which raises an alert. */
  write(count: number): Promise<void>;
  /** What comes next is written by one that has seen nothing. */
  restartWriter(): Promise<void>;
  close(): Promise<void>;
}

export async function createLogFixture(): Promise<LogFixture> {
  const database = await createTestDatabase(inject('postgresUrl'));
  const pool = createPool({ databaseUrl: database.url, applicationName: 'test' });
  await openCheckpoints(pool, TOPIC, { clusterId: 'cluster', topicId: null }, new Map([[0, 0]]));
  const versions = await makeRules(database.url, pool);
  const newWriter = () => createIngestWriter({ databaseUrl: database.url, instance: 'test' });
  let writer = newWriter();
  const fixture: LogFixture = {
    url: database.url,
    pool,
    detections: [],
    alerts: [],
    async write(count) {
      for (let left = count; left > 0; left -= BATCH) {
        await writeBatch(fixture, writer, versions, Math.min(BATCH, left));
      }
    },
    async restartWriter() {
      await writer.close();
      writer = newWriter();
    },
    async close() {
      await writer.close();
      await pool.end();
      await database.drop();
    },
  };
  return fixture;
}

async function makeRules(databaseUrl: string, pool: Pool): Promise<number[]> {
  const prisma = createPrisma({ databaseUrl, applicationName: 'test' });
  for (const rule of RULES) await setRule(prisma, rule, { kind: 'category', categories: [rule] });
  await prisma.$disconnect();
  const { rows } = await pool.query<{ id: number }>(
    'SELECT v.id FROM rule_versions v JOIN rules r ON r.id = v.rule_id ORDER BY r.id',
  );
  return rows.map(({ id }) => id);
}

async function writeBatch(
  { detections: known, alerts: knownAlerts }: LogFixture,
  writer: IngestWriter,
  versions: readonly number[],
  count: number,
): Promise<void> {
  const first = known.length;
  const detections = createDetectionRows(count);
  const alerts = createAlertRows(count);
  const unresolved = new Map<SeriesKey, number[]>();
  for (let row = 0; row < count; row++) {
    const index = first + row;
    const key = keyOf(index);
    const detectedAt = timeOf(index);
    detections.add(0, detectedAt);
    known.push({ key, detectedAt, position: index + 1, rule: null });
    const rows = unresolved.get(key);
    if (rows) rows.push(row);
    else unresolved.set(key, [row]);
    if (index % 2 === 1) continue;
    const rule = index % 6 === 0 ? 0 : 1;
    alerts.add(row, versions[rule]!);
    knownAlerts.push({ key, detectedAt, position: index + 1, rule: RULES[rule]! });
  }
  await writer.write({
    topic: TOPIC,
    advances: [
      advance({ expectedOffset: first, nextOffset: first + count, highWatermark: first + count }),
    ],
    detections,
    alerts,
    unresolved: [...unresolved].map(([key, indices]) => ({ key, rows: indices })),
    quarantined: [],
    rulesRevision: RULES.length,
  });
}

/** Some series are seen often and some hardly ever; one of the rarest comes with the last block alone. */
function keyOf(index: number): SeriesKey {
  if (index < 60_000 && index % 1_009 === 12) return rareKeys[Math.floor(index / 1_009) % LADAS]!;
  if (index % 20_011 === 18) return rareKeys[LADAS]!;
  const spread = Math.floor((((index * 7_919) % 1_009 ** 2) / 1_009 ** 2) ** 3 * keys.length);
  const known = index < 2 * BLOCK_SIZE ? keys.length - 1 : keys.length;
  return keys[Math.min(spread, known - 1)]!;
}

/** The rows of a log that a plain search finds, with their numbers, oldest first. */
export function selected(
  log: readonly KnownRow[],
  filter: LogFilter,
  asOf: number,
  floor = 0,
): { number: number; row: KnownRow }[] {
  const { make, model, category, source, year, from = -Infinity, to = Infinity } = filter;
  const within = (values: readonly string[] | undefined, value: string): boolean =>
    !values || values.some((wanted) => wanted.toLowerCase() === value.toLowerCase());
  const wanted = new Set(
    [...keys, ...rareKeys].filter(
      ({ vehicle, source: its }) =>
        within(make, vehicle.make) &&
        within(model, vehicle.model) &&
        (!category || namesOf(vehicle.category).some((name) => within(category, name))) &&
        (!source || (its !== null && source.includes(its))) &&
        (!year || year.some((range) => range.from <= vehicle.year && vehicle.year <= range.to)),
    ),
  );
  const found = [];
  for (let number = floor + 1; number <= asOf; number++) {
    const row = log[number - 1]!;
    if (!wanted.has(row.key) || row.detectedAt < from || row.detectedAt >= to) continue;
    found.push({ number, row });
  }
  return found;
}

export function namesOf(category: string): string[] {
  return category.split(',').map((name) => name.trim());
}
