// `pnpm bench:stream`: how soon thousands of clients have an alert, beside a bare node:http server.
import { randomBytes } from 'node:crypto';
import { migrate } from '@intellisite/db';
import { parseCount } from '@intellisite/stack';
import { Command } from 'commander';
import type { ServeTask } from '../api/served.ts';
import { createKafkaClient, createTopic, withProducer } from '../shared/kafka-client.ts';
import { printMachine } from '../shared/machine.ts';
import { runOnOwnStack, type OwnStack } from '../shared/own-stack.ts';
import { endProgress, progress } from '../shared/progress.ts';
import { writeAlertHistory } from './alert-history.ts';
import { createAlertSource, type AlertSource } from './alert-source.ts';
import { measureBare, measureOurs, type HowMeasured } from './contenders.ts';
import { measureStream } from './measure.ts';
import { watchPublications } from './publications.ts';
import { printResults, printSlowClients, type NamedResult } from './results.ts';
import type { SlowClients } from './slow-clients.ts';

interface Options extends SlowClients {
  clients: number[];
  rate: number[];
  seconds: number;
  url?: string;
  token?: string;
  pid?: number;
  brokers?: string;
  topic: string;
}

const program = new Command('pnpm bench:stream')
  .description('Measures the time from Kafka to many clients of the alert stream.')
  .option('--clients <counts>', 'connections; several with commas', parseCounts, [5_000])
  .option('--rate <perSecond>', 'alerts a second; several with commas', parseCounts, [20])
  .option('--seconds <count>', 'how long', parseCount, 30)
  .option('--stalled <count>', 'once more, beside clients that read nothing', parseCount, 0)
  .option('--slow <count>', 'once more, beside clients that read 128 KB/s at most', parseCount, 0)
  .option('--url <url>', 'measure this stream, which others feed; needs --brokers')
  .option('--token <token>', 'access token for it')
  .option('--pid <pid>', 'its process on this machine, to measure what it uses', parseCount)
  .option('--brokers <list>', 'where its alerts are published')
  .option('--topic <name>', 'to which topic', 'bench.alerts')
  .parse();
const options = program.opts<Options>();

function parseCounts(text: string): number[] {
  return text.split(',').map(parseCount);
}

/** More than the buffers of a connection hold, so that who does not read is waited for at once. */
const HISTORY = 30_000;

const { url, brokers } = options;
if (url === undefined) await runOnOwnStack(compareAll, { onProgress: progress });
else if (brokers === undefined) program.error('--url needs --brokers');
else await measureOther(url, brokers);

async function measureOther(streamUrl: string, brokerList: string): Promise<void> {
  const publications = await watchPublications(createKafkaClient(brokerList), options.topic);
  const { token = null, pid = null, seconds } = options;
  const target = { url: streamUrl, token, pid };
  for (const clients of options.clients) {
    const measured = { target, publications, clients, seconds, onProgress: progress };
    const result = await measureStream(measured);
    endProgress();
    printResults(clients, seconds, [{ name: streamUrl, result }]);
  }
  await publications.stop();
}

async function compareAll({ databaseUrl, brokers }: OwnStack): Promise<void> {
  await migrate(databaseUrl);
  if (options.stalled + options.slow > 0) {
    progress('alerts of before');
    await writeAlertHistory(databaseUrl, HISTORY);
  }
  endProgress();
  await printMachine(databaseUrl);
  await createTopic(createKafkaClient(brokers), options.topic, 1);
  // The first server makes the admin, all others find it.
  const admin = {
    username: 'admin',
    password: `bench ${randomBytes(12).toString('base64url')}`,
  };
  for (const rate of options.rate) {
    for (const clients of options.clients) {
      await compare({ databaseUrl, brokers, admin }, clients, rate);
    }
  }
}

async function compare(task: ServeTask, clients: number, perSecond: number): Promise<void> {
  const { topic, seconds } = options;
  const kafka = createKafkaClient(task.brokers);
  const publications = await watchPublications(kafka, topic);
  await withProducer(kafka, async (producer) => {
    const { databaseUrl } = task;
    const raiseAlerts = (): AlertSource =>
      createAlertSource({ databaseUrl, producer, topic, perSecond });
    const how = { publications, clients, seconds, raiseAlerts, onProgress: progress };
    const results = await measureEach(task, how);
    endProgress();
    console.log(`\n${String(perSecond)} alerts/s`);
    printResults(clients, seconds, results);
    printSlowClients(options, results);
  });
  await publications.stop();
}

async function measureEach(task: ServeTask, how: HowMeasured): Promise<NamedResult[]> {
  const { topic, stalled, slow } = options;
  const results = [
    { name: 'bare node:http', result: await measureBare({ brokers: task.brokers, topic }, how) },
    { name: 'ours', result: await measureOurs(task, how) },
  ];
  if (stalled + slow === 0) return results;
  const beside = await measureOurs(task, { ...how, slowClients: { stalled, slow } });
  return [...results, { name: 'ours, beside those who do not read', result: beside }];
}
