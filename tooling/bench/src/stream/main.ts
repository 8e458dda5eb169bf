// `pnpm bench:stream`: how soon thousands of clients have an alert, beside a bare node:http server.
import { randomBytes } from 'node:crypto';
import { migrate } from '@intellisite/db';
import { startTestStack } from '@intellisite/stack/testing';
import { Command, InvalidArgumentError } from 'commander';
import { logIn, serve } from '../api/served.ts';
import { withFreshDatabase } from '../shared/databases.ts';
import { createKafkaClient, createTopic, withProducer } from '../shared/kafka-client.ts';
import { printMachine } from '../shared/machine.ts';
import { endProgress, progress } from '../shared/progress.ts';
import { fixed, printTable, thousands } from '../shared/table.ts';
import { createAlertSource } from './alert-source.ts';
import { startChild } from '../shared/child.ts';
import type { ContenderTask } from './contender-process.ts';
import { measureStream, type StreamResult, type StreamTarget } from './measure.ts';
import { watchPublications, type Publications } from './publications.ts';

interface Options {
  clients: number;
  rate: number;
  seconds: number;
  url?: string;
  token?: string;
  pid?: number;
  brokers?: string;
  topic: string;
}

const program = new Command('pnpm bench:stream')
  .description('Measures the time from Kafka to many clients of the alert stream.')
  .option('--clients <count>', 'connections', parseCount, 5_000)
  .option('--rate <perSecond>', 'alerts a second', parseCount, 20)
  .option('--seconds <count>', 'how long', parseCount, 30)
  .option('--url <url>', 'measure this stream, which others feed; needs --brokers')
  .option('--token <token>', 'access token for it')
  .option('--pid <pid>', 'its process on this machine, to measure what it uses', parseCount)
  .option('--brokers <list>', 'where its alerts are published')
  .option('--topic <name>', 'to which topic', 'bench.alerts')
  .parse();
const options = program.opts<Options>();

function parseCount(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number above 0');
}

const { url, brokers } = options;
if (url === undefined) await compare();
else if (brokers === undefined) program.error('--url needs --brokers');
else await measureOther(url, brokers);
// kafkajs leaves timers behind.
process.exit();

async function measureOther(streamUrl: string, brokerList: string): Promise<void> {
  const publications = await watchPublications(createKafkaClient(brokerList), options.topic);
  const { token = null, pid = null } = options;
  const result = await measure({ url: streamUrl, token, pid }, publications);
  endProgress();
  printResults([[streamUrl, result]]);
}

async function compare(): Promise<void> {
  const stack = await startTestStack({ fsync: true, onProgress: progress });
  try {
    await withFreshDatabase(stack.postgres.superuserUrl, async (databaseUrl) => {
      await migrate(databaseUrl);
      const brokerList = stack.brokers.join(',');
      const kafka = createKafkaClient(brokerList);
      await createTopic(kafka, options.topic, 1);
      const publications = await watchPublications(kafka, options.topic);
      await withProducer(kafka, async (producer) => {
        const { topic, rate } = options;
        const source = createAlertSource({ databaseUrl, producer, topic, perSecond: rate });
        const bare = await measureBare({ brokers: brokerList, topic }, publications);
        const ours = await measureOurs(databaseUrl, brokerList, publications);
        await source.stop();
        endProgress();
        await printMachine(databaseUrl);
        printResults([
          ['bare node:http, a loop over responses', bare],
          ['ours', ours],
        ]);
      });
      await publications.stop();
    });
  } finally {
    await stack.stop();
  }
}

async function measureBare(task: ContenderTask, publications: Publications): Promise<StreamResult> {
  const contender = startChild(new URL('contender-process.ts', import.meta.url));
  try {
    const served = await contender.ask<{ url: string }>(task);
    return await measure({ url: served.url, token: null, pid: contender.pid }, publications);
  } finally {
    await contender.stop();
  }
}

async function measureOurs(
  databaseUrl: string,
  brokerList: string,
  publications: Publications,
): Promise<StreamResult> {
  const admin = { username: 'admin', password: `bench ${randomBytes(12).toString('base64url')}` };
  const api = await serve('api-process', { databaseUrl, brokers: brokerList, admin });
  try {
    const token = await logIn(api.url, admin);
    const stream = `${api.url}/api/v1/alerts/stream`;
    return await measure({ url: stream, token, pid: api.pid }, publications);
  } finally {
    await api.stop();
  }
}

async function measure(target: StreamTarget, publications: Publications): Promise<StreamResult> {
  const { clients, seconds } = options;
  return await measureStream({ target, publications, clients, seconds, onProgress: progress });
}

function printResults(results: readonly (readonly [string, StreamResult])[]): void {
  const { clients, seconds } = options;
  console.log(
    `${thousands(clients)} clients for ${String(seconds)} s; milliseconds from the time of Kafka's record until a client has the alert; memory of the server above what it had before, per connection.\n`,
  );
  const kilobytes = (bytes: number | null): string =>
    fixed(bytes === null ? null : bytes / 1_024 / clients, 1);
  printTable(
    ['', 'delivered', 'missing', 'p50', 'p99', 'max', 'KB open', 'KB highest', 'CPU', 'µs/event'],
    results.map(([name, result]) => {
      const { delivered, expected, disordered, lost, cpuSeconds: cpu } = result;
      return [
        name,
        thousands(delivered),
        thousands(expected - delivered + disordered + lost),
        fixed(result.p50, 0),
        fixed(result.p99, 0),
        fixed(result.max, 0),
        kilobytes(result.connectedBytes),
        kilobytes(result.highestBytes),
        cpu === null ? '-' : `${fixed((cpu / seconds) * 100, 0)}%`,
        fixed(cpu === null ? null : (cpu / delivered) * 1e6, 1),
      ];
    }),
  );
}
