// `pnpm bench:queries`: what the reads of the API cost on a large log.
import { createPool, createSnapshots, migrate } from '@intellisite/db';
import { parseCount } from '@intellisite/stack';
import type { TestPostgres } from '@intellisite/stack/testing';
import { Command } from 'commander';
import { withClient } from '../shared/databases.ts';
import { printMachine } from '../shared/machine.ts';
import { runOnOwnStack, type OwnStack } from '../shared/own-stack.ts';
import { endProgress, progress } from '../shared/progress.ts';
import { percentile } from '../shared/statistics.ts';
import { fixed, printTable, thousands, type Cell } from '../shared/table.ts';
import { measureExport } from './export.ts';
import { generateDetections } from './generate.ts';
import { newLogs } from './new-logs.ts';
import { watchPlans } from './plans.ts';
import { prepareQuestions } from './questions.ts';
import { measureReplica } from './replica.ts';
import { measureRetention } from './retention.ts';
import { measureThroughput } from './throughput.ts';

interface Options {
  rows: number;
  repeat: number;
  plain: number;
  plans?: true;
  database?: string;
  export?: true;
  replica?: true;
  retention?: true;
}

const program = new Command('pnpm bench:queries')
  .description('Generates detections through the ingest transaction and asks what the API asks.')
  .option('--rows <count>', 'detections', parseCount, 10_000_000)
  .option('--repeat <count>', 'how often each question is asked', parseCount, 50)
  .option('--plain <count>', 'how often the plain table is asked the same; 0: never', Number, 3)
  .option(
    '--plans',
    'print how Postgres found what each question needs, nothing being in our memory',
  )
  .option('--export', 'write every detection as well')
  .option('--replica', 'then ask a replica as well, and see what it takes off the primary')
  .option('--retention', 'then delete the older half, and write as many again')
  .option('--database <url>', 'ask this one, which is only read, instead of one that is filled')
  .parse();
const options = program.opts<Options>();

/** Some rows are not in a block yet, as in life. */
const OPEN_ROWS = 40_000;
/** How often each question is asked with nothing in memory. */
const COLD = 3;

if (options.database === undefined) {
  await runOnOwnStack(fillAndAsk, {
    onProgress: progress,
    postgres: { replication: options.replica === true },
  });
} else await askAndReport(options.database, '');

async function fillAndAsk({ databaseUrl, stack }: OwnStack): Promise<void> {
  await migrate(databaseUrl);
  const seconds = await generateDetections(databaseUrl, options.rows + OPEN_ROWS);
  progress('vacuum');
  await withClient(databaseUrl, (client) => client.query('VACUUM ANALYZE'));
  await askAndReport(
    databaseUrl,
    ` Generated through the ingest transaction in ${fixed(seconds, 0)} s.`,
  );
  if (options.replica) {
    progress('replica');
    const figures = await askReplica(databaseUrl, stack.postgres);
    endProgress();
    console.log('\nEach question once, nothing of the blocks being in our memory:\n');
    printTable(
      ['', 'CPU s: primary', 'replica', 'statements', 'of the primary', 'p50 ms', 'p99 ms'],
      figures,
    );
  }
  if (!options.retention) return;
  progress('retention');
  const retention = await measureRetention(databaseUrl);
  endProgress();
  console.log('\nWhat retention takes:\n');
  printTable(['', 'rows', 'seconds', 'rows/s', 'detections then', 'MB on disk'], retention);
}

async function askAndReport(databaseUrl: string, origin: string): Promise<void> {
  const [size] = await withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{
      detections: number;
      table: string;
      blocks: string;
      tallies: string;
      all: string;
    }>(
      `SELECT (SELECT position FROM store)::float AS detections,
              pg_total_relation_size('detections') AS table,
              pg_total_relation_size('blocks') + pg_total_relation_size('block_tallies') AS blocks,
              pg_total_relation_size('block_tallies') AS tallies, pg_database_size(current_database()) AS all`,
    );
    return rows;
  });
  await printMachine(databaseUrl);
  const detections = size?.detections ?? 0;
  const each = (bytes: string | undefined): string => fixed(Number(bytes) / detections, 1);
  console.log(
    `${thousands(detections)} detections.${origin} Bytes a detection: ${each(size?.table)} in the table with its primary key, ${each(size?.blocks)} in blocks (${each(size?.tallies)} in their tallies), ${each(size?.all)} in all.\n`,
  );
  const latencies = await measureLatencies(databaseUrl);
  endProgress();
  printTable(
    ['milliseconds', 'cold p50', 'warm p50', 'warm p99', 'plain SQL on the table'],
    latencies,
  );
  progress('throughput');
  const throughput = await measureThroughput(databaseUrl);
  endProgress();
  console.log(
    '\n16 callers at once, each answer as JSON and from a snapshot that began after it was asked for:\n',
  );
  printTable(['', 'answers/s', 'CPU µs', 'p50 ms', 'p99 ms', 'KB'], throughput);
  if (options.plans) {
    const plans = await explainQuestions(databaseUrl);
    endProgress();
    console.log('\nWhat Postgres was asked, nothing of the blocks being in our memory:\n');
    printTable(['', 'statements', 'rows', 'pages of 8 KB', 'ways'], plans);
  }
  if (options.export) {
    progress('export');
    const exported = await measureExport(databaseUrl);
    endProgress();
    console.log('\nEvery detection, read and written in chunks:\n');
    printTable(
      ['', 'rows', 'MB', 'seconds', 'MB/s', 'MB resident in the first tenth', 'at most'],
      exported,
    );
  }
}

async function measureLatencies(databaseUrl: string): Promise<(readonly (string | number)[])[]> {
  const pool = createPool({ databaseUrl, applicationName: 'bench' });
  const snapshot = await createSnapshots(pool).read();
  const results: (readonly (string | number)[])[] = [];
  for (const { name, ask, sql } of await prepareQuestions(
    await newLogs({ pool }, snapshot),
    snapshot,
  )) {
    progress(name);
    // Nothing of the blocks in our memory; Postgres and the system may have the pages in theirs.
    const cold: number[] = [];
    let logs = await newLogs({ pool }, snapshot);
    for (let count = 0; count < COLD; count++) {
      if (count > 0) logs = await newLogs({ pool }, snapshot);
      cold.push(...(await timesOf(1, () => ask(logs, snapshot))));
    }
    const warm = await timesOf(options.repeat, () => ask(logs, snapshot));
    const plain =
      sql === undefined || options.plain === 0
        ? null
        : await timesOf(options.plain, () => pool.query(sql));
    results.push([
      name,
      fixed(percentile(cold, 0.5), 1),
      fixed(percentile(warm, 0.5), 2),
      fixed(percentile(warm, 0.99), 2),
      plain === null ? '' : fixed(percentile(plain, 0.5), 0),
    ]);
  }
  await pool.end();
  return results;
}

async function explainQuestions(databaseUrl: string): Promise<Cell[][]> {
  const { pool, take } = watchPlans(databaseUrl);
  const snapshot = await createSnapshots(pool).read();
  const questions = await prepareQuestions(await newLogs({ pool }, snapshot), snapshot);
  const results: Cell[][] = [];
  for (const { name, ask } of questions) {
    progress(`plans: ${name}`);
    const logs = await newLogs({ pool }, snapshot);
    take();
    await ask(logs, snapshot);
    const { statements, rows, pages, ways } = take();
    results.push([name, statements, thousands(rows), thousands(pages), ways]);
  }
  await pool.end();
  return results;
}

async function askReplica(databaseUrl: string, postgres: TestPostgres): Promise<Cell[][]> {
  const pool = createPool({ databaseUrl, applicationName: 'bench' });
  const snapshot = await createSnapshots(pool).read();
  const questions = await prepareQuestions(await newLogs({ pool }, snapshot), snapshot);
  await pool.end();
  return await measureReplica({ databaseUrl, postgres, questions });
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
