// `pnpm bench:ingest`: how fast a backlog is indexed, beside what it compares with, in one run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCount, serviceCommand } from '@intellisite/stack';
import { startTestStack } from '@intellisite/stack/testing';
import { Command } from 'commander';
import { withFreshDatabase } from '../shared/databases.ts';
import { buildIndexer } from '../shared/indexer-process.ts';
import { createKafkaClient } from '../shared/kafka-client.ts';
import { printMachine } from '../shared/machine.ts';
import { endProgress, progress } from '../shared/progress.ts';
import { median } from '../shared/statistics.ts';
import { fixed, printTable, thousands } from '../shared/table.ts';
import { createBacklog, PARTITIONS, type Backlog } from './backlog.ts';
import { copyWithDriver, copyWithPsql, hasPsql } from './contender-copy.ts';
import { fetchConnect } from './connect/program.ts';
import { connectContenders, createConnectBacklog, describeConnect } from './connect-contenders.ts';
import { runIndexer } from './contender-indexer.ts';
import { cpuBreakdown } from './cpu-breakdown.ts';
import type { Contender, Result, Servers } from './result.ts';
import { runContender } from './run-contender.ts';
import { countServerCpu } from './server-usage.ts';
import { compareSeveralIndexers } from './several-indexers.ts';
import { WIDE_TABLE_DESCRIPTION } from './wide-table.ts';

interface Options {
  messages: number;
  rounds: number;
  memory: number;
  indexers: number[];
  connect: boolean;
}

const program = new Command('pnpm bench:ingest')
  .description('Drains a backlog with the indexer and with what it compares with.')
  .option('--messages <count>', 'messages in the backlog', parseCount, 500_000)
  .option('--rounds <count>', 'how often each contender runs', parseCount, 3)
  .option('--memory <count>', 'messages of the run that watches memory; 0: none', Number, 2_000_000)
  .option(
    '--indexers <counts>',
    'share a backlog among so many processes; 0: none',
    parseCounts,
    [1, 2, 4],
  )
  .option('--connect', 'also Kafka Connect with the Debezium JDBC sink (64 MB of jars)', false)
  .parse();
const options = program.opts<Options>();

const MEGABYTE = 1_024 * 1_024;
const folder = mkdtempSync(join(tmpdir(), 'intellisite-bench-'));
const bundle = serviceCommand('indexer').args.at(-1) ?? '';

const connect = options.connect ? await fetchConnect(progress) : null;
await buildIndexer();
const stack = await startTestStack({ fsync: true, onProgress: progress });
try {
  await run({
    postgresUrl: stack.postgres.superuserUrl,
    brokers: stack.brokers.join(','),
    kafkaPid: stack.kafka.pid(),
    postmasterPid: stack.postgres.pid(),
  });
} finally {
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function run(servers: Servers): Promise<void> {
  const kafka = createKafkaClient(servers.brokers);
  const wideFile = join(folder, 'wide.txt');
  progress(`filling a topic with ${thousands(options.messages)} messages`);
  const { messages } = options;
  const backlog = await createBacklog(kafka, { topic: 'backlog', messages, wideFile });
  const psql = await hasPsql();
  const withSchema = connect === null ? null : await createConnectBacklog(kafka, messages);
  const contenders: Record<string, Contender> = {
    indexer: (databaseUrl, round) =>
      runIndexer({ servers, backlog, databaseUrl, folder, alertsTopic: `alerts-${String(round)}` }),
    [psql ? 'psql \\copy, wide rows' : 'COPY by the driver, wide rows']: (databaseUrl) =>
      copy(servers, psql, databaseUrl, wideFile),
    'plain loop, 1 connection': (databaseUrl) =>
      runContender(servers, task(servers, backlog, 'plain-loop', databaseUrl, 1)),
    'plain loop, 3 connections': (databaseUrl) =>
      runContender(servers, task(servers, backlog, 'plain-loop', databaseUrl, PARTITIONS)),
    'kafkajs alone': (databaseUrl) =>
      runContender(servers, task(servers, backlog, 'kafkajs', databaseUrl, 1)),
    'kafkajs and JSON.parse': (databaseUrl) =>
      runContender(servers, task(servers, backlog, 'kafkajs-parse', databaseUrl, 1)),
    ...(connect && withSchema
      ? connectContenders({ program: connect, servers, backlog: withSchema, folder })
      : {}),
  };
  const results = new Map<string, Result[]>(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 1; round <= options.rounds; round++) {
    for (const [name, contender] of Object.entries(contenders)) {
      progress(`round ${String(round)} of ${String(options.rounds)}: ${name}`);
      const result = await withFreshDatabase(servers.postgresUrl, (url) => contender(url, round));
      results.get(name)?.push(result);
      endProgress();
      const { seconds } = result;
      // A run that is ended before its end has said something.
      console.log(
        `round ${String(round)}, ${name}: ${fixed(seconds, 2)} s, ${thousands(messages / seconds)} rows/s`,
      );
    }
  }
  const breakdown = await profile(servers, backlog);
  endProgress();
  console.log();
  await printMachine(servers.postgresUrl);
  console.log(
    `${thousands(backlog.messages)} messages (${fixed(backlog.bytes / backlog.messages, 0)} bytes each) in ${String(PARTITIONS)} partitions, ${thousands(backlog.suspicious)} of them suspicious; medians of ${String(options.rounds)} rounds. Wide rows: ${WIDE_TABLE_DESCRIPTION}.\n`,
  );
  printResults(backlog, results);
  if (withSchema) console.log(`\n${describeConnect(withSchema)}`);
  console.log('\nMain thread of the indexer, from its start until all alerts were relayed:');
  printTable(
    ['work', 'share'],
    [...breakdown].map(([kind, share]) => [kind, `${fixed(share * 100, 1)} %`]),
  );
  if (options.memory > 0) await watchMemory(servers);
  if (options.indexers.length > 0) {
    const { rounds, indexers: counts } = options;
    await compareSeveralIndexers({ servers, folder, messages, rounds, counts });
  }
}

function parseCounts(text: string): number[] {
  return text === '0' ? [] : text.split(',').map(parseCount);
}

function task(
  { brokers }: Servers,
  { topic, messages }: Backlog,
  contender: 'plain-loop' | 'kafkajs' | 'kafkajs-parse',
  databaseUrl: string,
  connections: number,
) {
  return { contender, brokers, topic, messages, databaseUrl, connections };
}

async function copy(
  servers: Servers,
  psql: boolean,
  databaseUrl: string,
  wideFile: string,
): Promise<Result> {
  const serverCpu = countServerCpu(servers);
  const seconds = await (psql ? copyWithPsql : copyWithDriver)(databaseUrl, wideFile);
  return {
    seconds,
    cpu: { client: null, ...serverCpu() },
    residentBytes: null,
    alertSeconds: null,
  };
}

function printResults(backlog: Backlog, results: ReadonlyMap<string, Result[]>): void {
  const secondsOf = (name: string): number =>
    median((results.get(name) ?? []).map(({ seconds }) => seconds));
  const ours = secondsOf('indexer');
  printTable(
    ['', 'seconds', 'rows/s', 'indexer is', 'CPU s: client', 'Postgres', 'Kafka'],
    [...results].map(([name, rounds]) => {
      const seconds = secondsOf(name);
      const cpu = (part: keyof Result['cpu']): string =>
        fixed(medianOrNull(rounds.map((result) => result.cpu[part])), 2);
      return [
        name,
        fixed(seconds, 2),
        thousands(backlog.messages / seconds),
        `${fixed(seconds / ours, 2)} x`,
        cpu('client'),
        cpu('postgres'),
        cpu('kafka'),
      ];
    }),
  );
  const indexer = results.get('indexer') ?? [];
  const alerts = medianOrNull(indexer.map(({ alertSeconds }) => alertSeconds));
  const resident = Math.max(...indexer.map(({ residentBytes }) => residentBytes ?? 0));
  console.log(
    `\nThe indexer includes blocks, checkpoints and ${thousands(backlog.suspicious)} alerts; the last alert was on its topic after ${fixed(alerts, 1)} s. Highest resident memory: ${fixed(resident / MEGABYTE, 0)} MB.`,
  );
}

function medianOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}

/** One more round with the profiler of V8 on, which costs a little itself. */
async function profile(servers: Servers, backlog: Backlog): Promise<Map<string, number>> {
  progress('one more round of the indexer, profiled');
  const profiles = join(folder, 'profiles');
  await withFreshDatabase(servers.postgresUrl, (databaseUrl) =>
    runIndexer({
      servers,
      backlog,
      databaseUrl,
      folder,
      alertsTopic: 'alerts-profiled',
      nodeOptions: ['--cpu-prof', `--cpu-prof-dir=${profiles}`],
    }),
  );
  return cpuBreakdown(profiles, bundle);
}

async function watchMemory(servers: Servers): Promise<void> {
  const messages = options.memory;
  progress(`filling a topic with ${thousands(messages)} messages`);
  const kafka = createKafkaClient(servers.brokers);
  const backlog = await createBacklog(kafka, { topic: 'long', messages });
  const samples: { indexed: number; bytes: number }[] = [];
  progress(`the indexer drains ${thousands(messages)} messages`);
  const result = await withFreshDatabase(servers.postgresUrl, (databaseUrl) =>
    runIndexer({
      servers,
      backlog,
      databaseUrl,
      folder,
      alertsTopic: 'alerts-long',
      onProgress(indexed, bytes) {
        samples.push({ indexed, bytes });
      },
    }),
  );
  endProgress();
  console.log(
    `\nDraining ${thousands(messages)} messages: ${thousands(messages / result.seconds)} rows/s, resident memory of the indexer:`,
  );
  const parts = 8;
  printTable(
    ['indexed', 'MB, highest'],
    Array.from({ length: parts }, (_, part) => {
      const [from, to] = [(messages * part) / parts, (messages * (part + 1)) / parts];
      const within = samples.filter(({ indexed }) => indexed > from && indexed <= to);
      const highest = Math.max(...within.map(({ bytes }) => bytes));
      return [`to ${thousands(to)}`, within.length === 0 ? '-' : fixed(highest / MEGABYTE, 0)];
    }),
  );
}
