import type { LogFilter, Logs, Snapshot } from '@intellisite/db';
import { thousands } from '../shared/table.ts';

export interface Question {
  name: string;
  ask: (logs: Logs, snapshot: Snapshot) => Promise<unknown>;
  /** The same question to the plain table, by an index where there is one. */
  sql?: string;
}

export const LIMIT = 100;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const OFFSET_MS = 5.75 * HOUR_MS;

/** Questions with filters that select much and little, at the first, a middle and the last page. */
export async function prepareQuestions(logs: Logs, snapshot: Snapshot): Promise<Question[]> {
  const now = Date.now();
  const { common, rare, commonest, rarest } = await chooseNames(logs, snapshot);
  const filters: Record<string, LogFilter> = {
    'no filter': {},
    'a common make': { make: [common] },
    'a rare make': { make: [rare] },
    'a rare model': { model: [rarest] },
    'a rare model at one camera': { model: [rarest], source: ['camera-3'] },
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
    questions.push(...(await questionsOf(logs, snapshot, name, filter)));
  }
  const hours = startsUpTo(now, HOUR_MS, 24);
  const days = startsUpTo(now, DAY_MS, 365);
  const yearOfHours = startsUpTo(now, HOUR_MS, 8_760);
  const timeline = (name: string, boundaries: number[], filter: LogFilter): Question => ({
    name: `timeline: ${name}`,
    ask: (asked, at) => asked.detections.timeline(at, { boundaries, filter }),
  });
  return [
    ...questions,
    timeline('24 hours', hours, { from: hours[0] }),
    timeline('a year of days', days, {}),
    timeline('a year of days, a make', days, { make: [common] }),
    timeline('a year of days, a category', days, { category: ['SUV'] }),
    timeline('a year of days, a make and a category', days, {
      make: [common],
      category: ['SUV'],
    }),
    timeline('a year of days, a source', days, { source: ['camera-3'] }),
    timeline('a year of days, a range of years', days, { year: [{ from: 2015, to: 2019 }] }),
    timeline('a year of days, a make and a source', days, {
      make: [common],
      source: ['camera-3'],
    }),
    timeline('a year of days, a make and a range of years', days, {
      make: [common],
      year: [{ from: 2015, to: 2019 }],
    }),
    timeline('a year of days, a category and a source', days, {
      category: ['SUV'],
      source: ['camera-3'],
    }),
    timeline('a year of days, a category and a range of years', days, {
      category: ['SUV'],
      year: [{ from: 2015, to: 2019 }],
    }),
    timeline('a year of days, a source and a range of years', days, {
      source: ['camera-3'],
      year: [{ from: 2015, to: 2019 }],
    }),
    timeline('a year of days, a make and a category and a source', days, {
      make: [common],
      category: ['SUV'],
      source: ['camera-3'],
    }),
    timeline('a year of days, a common model at one camera', days, {
      model: [commonest],
      source: ['camera-3'],
    }),
    timeline('a year of days, a rare model at one camera', days, {
      model: [rarest],
      source: ['camera-3'],
    }),
    timeline('a year of hours, a make', yearOfHours, { make: [common] }),
    {
      name: 'type-ahead over models',
      ask: (asked, at) => asked.suggest(at, { field: 'model', q: 'c' }),
    },
  ];
}

/** Where so many intervals up to now begin and the last one ends, by the clocks of Nepal: UTC+5:45. */
function startsUpTo(now: number, interval: number, count: number): number[] {
  const first = Math.floor((now + OFFSET_MS) / interval) - count + 1;
  return Array.from({ length: count + 1 }, (_, index) => (first + index) * interval - OFFSET_MS);
}

async function chooseNames(
  logs: Logs,
  snapshot: Snapshot,
): Promise<{ common: string; rare: string; commonest: string; rarest: string }> {
  const { rows: makes } = await logs.detections.stats(snapshot, { by: 'make', filter: {} });
  const { rows: models } = await logs.detections.stats(snapshot, { by: 'model', filter: {} });
  return {
    common: makes[0]?.make ?? '',
    rare: makes.at(-1)?.make ?? '',
    commonest: models[0]?.model ?? '',
    rarest: models.at(-1)?.model ?? '',
  };
}

async function questionsOf(
  logs: Logs,
  snapshot: Snapshot,
  name: string,
  filter: LogFilter,
): Promise<Question[]> {
  const { total } = await logs.detections.stats(snapshot, { by: 'make', filter });
  const where = whereOf(filter);
  const page = (which: string, skip: number): Question => ({
    name: `${which} page of ${thousands(total)}: ${name}`,
    ask: async (asked, at) => {
      const query = { skip, limit: LIMIT, order: 'newest' as const, filter };
      return (await asked.detections.page(at, query)).rows.json();
    },
  });
  const middle = Math.floor(total / 2);
  return [
    page('first', 0),
    {
      ...page('middle', middle),
      sql: `SELECT d.position, d.detected_at, count(*) OVER () FROM detections d ${where}
             ORDER BY d.position DESC OFFSET ${middle} LIMIT ${LIMIT}`,
    },
    page('last', Math.max(0, total - LIMIT)),
    {
      name: `statistics: ${name}`,
      ask: async (asked, at) => (await asked.detections.stats(at, { by: 'make', filter })).json(),
      sql: `SELECT d.series_id, count(*) FROM detections d ${where} GROUP BY 1`,
    },
  ];
}

/** The filter as one would write it in SQL; the values are our own. */
function whereOf({ make, model, category, source, year, from, to }: LogFilter): string {
  const of: string[] = [];
  if (make) of.push(`m.name = '${make[0] ?? ''}'`);
  if (model) of.push(`o.name = '${model[0] ?? ''}'`);
  if (category) of.push(`v.category = '${category[0] ?? ''}'`);
  if (source) of.push(`s.name = '${source[0] ?? ''}'`);
  if (year?.[0]) of.push(`v.year BETWEEN ${year[0].from} AND ${year[0].to}`);
  const conditions =
    of.length === 0
      ? []
      : [
          `d.series_id IN (SELECT e.id FROM series e JOIN vehicles v ON v.id = e.vehicle_id
       JOIN models o ON o.id = v.model_id JOIN makes m ON m.id = o.make_id
       LEFT JOIN sources s ON s.id = e.source_id WHERE ${of.join(' AND ')})`,
        ];
  if (from !== undefined) conditions.push(`d.detected_at >= to_timestamp(${from / 1_000})`);
  if (to !== undefined) conditions.push(`d.detected_at < to_timestamp(${to / 1_000})`);
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}
