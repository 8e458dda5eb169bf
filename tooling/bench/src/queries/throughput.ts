import {
  createLogs,
  createPool,
  createSnapshots,
  type LogFilter,
  type Logs,
  type Snapshot,
} from '@intellisite/db';
import { percentile } from '../shared/statistics.ts';
import { fixed, thousands } from '../shared/table.ts';
import { LIMIT } from './questions.ts';

/** As many as wrk has connections in the comparison of the API. */
const CALLERS = 16;
const MEASURED_MS = 3_000;

type Answer = (logs: Logs, snapshot: Snapshot) => Promise<Buffer>;

function page(skip: number, filter: LogFilter = {}): Answer {
  const query = { skip, limit: LIMIT, order: 'newest' as const, filter };
  return async (logs, snapshot) => (await logs.detections.page(snapshot, query)).rows.json();
}

function stats(filter: LogFilter = {}): Answer {
  return async (logs, snapshot) =>
    (await logs.detections.stats(snapshot, { by: 'make', filter })).json();
}

/** How many answers a second one process gives to callers each of whom asks for a snapshot first. */
export async function measureThroughput(databaseUrl: string): Promise<(string | number)[][]> {
  const pool = createPool({ databaseUrl, applicationName: 'bench' });
  const logs = createLogs({ pool });
  const snapshots = createSnapshots(pool);
  const { position } = await snapshots.read();
  const deep = Math.floor(0.9 * position);
  const answers: [name: string, answer: Answer][] = [
    [`page of ${LIMIT}, skip=0`, page(0)],
    [`page of ${LIMIT}, skip=${thousands(deep)}`, page(deep)],
    [`page of ${LIMIT}, a category`, page(0, { category: ['SUV'] })],
    ['statistics', stats()],
    ['statistics, a category', stats({ category: ['SUV'] })],
  ];
  const results: (string | number)[][] = [];
  for (const [name, answer] of answers) {
    const ask = async (): Promise<Buffer> => await answer(logs, await snapshots.read());
    const body = await ask();
    await answersWithin(MEASURED_MS / 3, ask);
    const before = process.cpuUsage();
    const times = await answersWithin(MEASURED_MS, ask);
    const { user, system } = process.cpuUsage(before);
    results.push([
      name,
      thousands(Math.round((times.length * 1_000) / MEASURED_MS)),
      thousands((user + system) / times.length),
      fixed(percentile(times, 0.5), 2),
      fixed(percentile(times, 0.99), 2),
      fixed(body.length / 1_024, 1),
    ]);
  }
  await pool.end();
  return results;
}

/** Milliseconds of each answer that was given within so many. */
async function answersWithin(milliseconds: number, ask: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + milliseconds;
  const call = async (): Promise<void> => {
    for (let begun = performance.now(); begun < end; begun = performance.now()) {
      await ask();
      times.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, call));
  return times;
}
