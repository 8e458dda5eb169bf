// `pnpm bench:queries`: what the reads of the API cost on a large log.
import {
  createLogReader,
  createPool,
  migrate,
  type LogFilter,
  type LogReader,
} from '@intellisite/db';
import { startTestStack } from '@intellisite/stack/testing';
import { Command, InvalidArgumentError } from 'commander';
import { withClient, withFreshDatabase } from '../shared/databases.ts';
import { printMachine } from '../shared/machine.ts';
import { endProgress, progress } from '../shared/progress.ts';
import { percentile } from '../shared/statistics.ts';
import { fixed, printTable, thousands } from '../shared/table.ts';
import { generateDetections } from './generate.ts';

interface Options {
  rows: number;
  repeat: number;
}

const program = new Command('pnpm bench:queries')
  .description('Generates detections through the ingest transaction and asks what the API asks.')
  .option('--rows <count>', 'detections', parseCount, 10_000_000)
  .option('--repeat <count>', 'how often each question is asked', parseCount, 50)
  .parse();
const options = program.opts<Options>();

function parseCount(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number above 0');
}

const LIMIT = 100;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Some rows are not in a block yet, as in life. */
const OPEN_ROWS = 40_000;

const stack = await startTestStack({ fsync: true, onProgress: progress });
try {
  await withFreshDatabase(stack.postgres.superuserUrl, run);
} finally {
  await stack.stop();
}

interface Question {
  name: string;
  ask: (reader: LogReader) => Promise<unknown>;
  /** The same question to the plain table, by an index where there is one. */
  sql?: string;
}

async function run(databaseUrl: string): Promise<void> {
  await migrate(databaseUrl);
  const rows = options.rows + OPEN_ROWS;
  const seconds = await generateDetections(databaseUrl, rows);
  progress('vacuum');
  const [size] = await withClient(databaseUrl, async (client) => {
    await client.query('VACUUM ANALYZE');
    const { rows: sizes } = await client.query<{ detections: string; blocks: string; all: string }>(
      `SELECT pg_total_relation_size('detections') AS detections,
              pg_total_relation_size('blocks') AS blocks, pg_database_size(current_database()) AS all`,
    );
    return sizes;
  });
  const pool = createPool({ databaseUrl, applicationName: 'bench' });
  const newReader = (): LogReader => createLogReader({ pool, log: 'detections' });
  const questions = await prepare(newReader());
  const results: (readonly (string | number)[])[] = [];
  for (const { name, ask, sql } of questions) {
    progress(name);
    // Nothing in our memory; Postgres and the system may have the pages in theirs.
    const cold = await timesOf(3, () => ask(newReader()));
    const reader = newReader();
    await ask(reader);
    const warm = await timesOf(options.repeat, () => ask(reader));
    const plain = sql === undefined ? null : await timesOf(3, () => pool.query(sql));
    results.push([
      name,
      fixed(percentile(cold, 0.5), 0),
      fixed(percentile(warm, 0.5), 1),
      fixed(percentile(warm, 0.99), 1),
      plain === null ? '' : fixed(percentile(plain, 0.5), 0),
    ]);
  }
  await pool.end();
  endProgress();
  await printMachine(databaseUrl);
  const perRow = (bytes: string | undefined): string => fixed(Number(bytes) / rows, 1);
  console.log(
    `${thousands(rows)} detections, generated through the ingest transaction in ${fixed(seconds, 0)} s. Bytes a detection: ${perRow(size?.detections)} in the table with its primary key, ${perRow(size?.blocks)} in blocks, ${perRow(size?.all)} in all.\n`,
  );
  printTable(
    ['milliseconds', 'cold p50', 'warm p50', 'warm p99', 'plain SQL on the table'],
    results,
  );
}

async function timesOf(times: number, ask: () => Promise<unknown>): Promise<number[]> {
  const measured: number[] = [];
  for (let count = 0; count < times; count++) {
    const begun = performance.now();
    await ask();
    measured.push(performance.now() - begun);
  }
  return measured;
}

/** Questions with filters that select much and little, at the first, a middle and the last page. */
async function prepare(reader: LogReader): Promise<Question[]> {
  const { bySeries } = await reader.count({});
  const counts = new Map<string, number>();
  for (const series of reader.catalogue.byId) {
    if (!series) continue;
    counts.set(series.make, (counts.get(series.make) ?? 0) + (bySeries[series.id] ?? 0));
  }
  const makes = [...counts].sort((a, b) => b[1] - a[1]).map(([make]) => make);
  const [common = '', rare = ''] = [makes[0], makes.at(-1)];
  const now = Date.now();
  const filters: Record<string, LogFilter> = {
    'no filter': {},
    'a common make': { make: [common] },
    'a rare make': { make: [rare] },
    'a category': { category: ['SUV'] },
    'a source': { source: ['camera-3'] },
    'a range of years': { year: [{ from: 2010, to: 2015 }] },
    'a make and a category': { make: [common], category: ['SUV'] },
    'a rare make and a source': { make: [rare], source: ['camera-3'] },
    'the last 24 hours': { from: now - DAY_MS },
    'a month': { from: now - 200 * DAY_MS, to: now - 170 * DAY_MS },
    'a month and a make': { from: now - 200 * DAY_MS, to: now - 170 * DAY_MS, make: [common] },
  };
  const questions: Question[] = [];
  for (const [name, filter] of Object.entries(filters)) {
    const { total } = await reader.count(filter);
    const where = whereOf(filter);
    for (const [page, skip] of [
      ['first', 0],
      ['middle', Math.floor(total / 2)],
      ['last', Math.max(0, total - LIMIT)],
    ] as const) {
      questions.push({
        name: `${page} page of ${thousands(total)}: ${name}`,
        ask: (asked) => asked.page({ skip, limit: LIMIT, order: 'newest', filter }),
        ...(page === 'middle'
          ? {
              sql: `SELECT d.position, d.detected_at, count(*) OVER () FROM detections d ${where}
                     ORDER BY d.position DESC OFFSET ${String(skip)} LIMIT ${String(LIMIT)}`,
            }
          : {}),
      });
    }
    questions.push({
      name: `statistics: ${name}`,
      ask: (asked) => asked.count(filter),
      sql: `SELECT d.series_id, count(*) FROM detections d ${where} GROUP BY 1`,
    });
  }
  const hours = Array.from({ length: 25 }, (_, hour) => now - DAY_MS + hour * HOUR_MS);
  const days = Array.from({ length: 366 }, (_, day) => now - 365 * DAY_MS + day * DAY_MS);
  questions.push(
    {
      name: 'timeline: 24 hours',
      ask: (asked) => asked.timeline(hours, { from: hours[0] ?? 0 }),
    },
    { name: 'timeline: a year of days', ask: (asked) => asked.timeline(days, {}) },
    {
      name: 'timeline: a year of days, a make',
      ask: (asked) => asked.timeline(days, { make: [common] }),
    },
  );
  return questions;
}

/** The filter as one would write it in SQL; the values are our own. */
function whereOf({ make, category, source, year, from, to }: LogFilter): string {
  const of: string[] = [];
  if (make) of.push(`m.name = '${make[0] ?? ''}'`);
  if (category) of.push(`v.category = '${category[0] ?? ''}'`);
  if (source) of.push(`s.name = '${source[0] ?? ''}'`);
  if (year?.[0]) of.push(`v.year BETWEEN ${String(year[0].from)} AND ${String(year[0].to)}`);
  const conditions =
    of.length === 0
      ? []
      : [
          `d.series_id IN (SELECT e.id FROM series e JOIN vehicles v ON v.id = e.vehicle_id
       JOIN models o ON o.id = v.model_id JOIN makes m ON m.id = o.make_id
       LEFT JOIN sources s ON s.id = e.source_id WHERE ${of.join(' AND ')})`,
        ];
  if (from !== undefined) conditions.push(`d.detected_at >= to_timestamp(${String(from / 1_000)})`);
  if (to !== undefined) conditions.push(`d.detected_at < to_timestamp(${String(to / 1_000)})`);
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}
