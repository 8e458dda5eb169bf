// `pnpm bench:latency`: how long it takes from a detection in Kafka to its alert in Kafka.
import { setTimeout } from 'node:timers/promises';
import { decodeAlert, decodeDetection, encodeDetection } from '@intellisite/contracts';
import { migrate } from '@intellisite/db';
import { parseCount } from '@intellisite/stack';
import { Command } from 'commander';
import { buildIndexer, startIndexer } from '../shared/indexer-process.ts';
import { createKafkaClient, createTopic, withProducer } from '../shared/kafka-client.ts';
import { printMachine } from '../shared/machine.ts';
import { runOnOwnStack, type OwnStack } from '../shared/own-stack.ts';
import { endProgress, progress } from '../shared/progress.ts';
import { percentile } from '../shared/statistics.ts';
import { fixed, printTable, thousands } from '../shared/table.ts';
import { createTraffic } from '../shared/traffic.ts';
import { watchArrivals, type Arrivals } from './arrivals.ts';

interface Options {
  rate: number;
  seconds: number;
}

const program = new Command('pnpm bench:latency')
  .description('Measures the time from produce to alert at a steady rate.')
  .option('--rate <perSecond>', 'detections a second', parseCount, 1_000)
  .option('--seconds <count>', 'how long', parseCount, 60)
  .parse();
const options = program.opts<Options>();

const PARTITIONS = 3;
const TICK_MS = 10;
/** Processes are compiled and caches are filled meanwhile. */
const WARM_UP_MS = 10_000;
const LAST_ARRIVALS_MS = 2_000;
/** Each message has a time of its own, by which its alert is recognised. */
const FIRST_TIMESTAMP = Date.UTC(2024, 0, 1);
const TOPICS = { detections: 'latency.detections', alerts: 'latency.alerts' };

await buildIndexer();
await runOnOwnStack(run, { onProgress: progress });

async function run({ databaseUrl, brokers, folder }: OwnStack): Promise<void> {
  await migrate(databaseUrl);
  const kafka = createKafkaClient(brokers);
  await createTopic(kafka, TOPICS.detections, PARTITIONS);
  await createTopic(kafka, TOPICS.alerts, 1);
  const indexer = startIndexer({
    databaseUrl,
    brokers,
    detectionsTopic: TOPICS.detections,
    alertsTopic: TOPICS.alerts,
    folder,
  });
  while (indexer.consumingSince() === null) await setTimeout(TICK_MS);
  const sentAt: number[] = [];
  const sent = (timestamp: number | null | undefined): number | undefined =>
    typeof timestamp === 'number' ? sentAt[timestamp - FIRST_TIMESTAMP] : undefined;
  const echo = await watchArrivals(kafka, TOPICS.detections, (value) => {
    const decoded = decodeDetection(value, Date.now());
    return decoded.ok ? sent(decoded.message.timestamp) : undefined;
  });
  const alerts = await watchArrivals(kafka, TOPICS.alerts, (value) =>
    sent(decodeAlert(value)?.timestamp),
  );
  progress(`${thousands(options.rate)} detections a second for ${String(options.seconds)} s`);
  await withProducer(kafka, async (producer) => {
    const traffic = createTraffic(1);
    const begun = performance.now();
    const total = (options.rate * (WARM_UP_MS + options.seconds * 1_000)) / 1_000;
    let next = 0;
    while (next < total) {
      const due = Math.min(total, ((performance.now() - begun) * options.rate) / 1_000);
      const messages: { partition: number; value: string }[] = [];
      for (; next < due; next++) {
        const vehicle = traffic.vehicles[traffic.next()];
        if (!vehicle) continue;
        sentAt[next] = performance.now() - begun < WARM_UP_MS ? NaN : performance.now();
        const value = encodeDetection({ vehicle, timestamp: FIRST_TIMESTAMP + next });
        messages.push({ partition: next % PARTITIONS, value });
      }
      if (messages.length > 0) await producer.send({ topic: TOPICS.detections, messages });
      await setTimeout(TICK_MS);
    }
  });
  await setTimeout(LAST_ARRIVALS_MS);
  await echo.stop();
  await alerts.stop();
  await indexer.stop();
  endProgress();
  await printMachine(databaseUrl);
  console.log(
    `${thousands(options.rate)} detections a second for ${String(options.seconds)} s after a warm-up; milliseconds from before the send:\n`,
  );
  printTable(
    ['', 'messages', 'p50', 'p95', 'p99', 'max'],
    [
      ['until a plain consumer has the detection', ...describe(echo)],
      ['until a plain consumer has the alert', ...describe(alerts)],
    ],
  );
}

function describe({ latencies }: Arrivals): string[] {
  const measured = latencies.filter((latency) => !Number.isNaN(latency));
  return [
    thousands(measured.length),
    ...[0.5, 0.95, 0.99, 1].map((part) => fixed(percentile(measured, part), 1)),
  ];
}
