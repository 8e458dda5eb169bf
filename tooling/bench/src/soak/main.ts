// `pnpm bench:soak`: whether the system stays as it is for an hour of traffic, with its API and dashboard in use.
import { setTimeout } from 'node:timers/promises';
import { decodeAlert } from '@intellisite/contracts';
import { migrate } from '@intellisite/db';
import { build, parseCount } from '@intellisite/stack';
import { Command } from 'commander';
import { logIn } from '../api/served.ts';
import { startSteadyLoad, type SteadyLoad } from '../api/steady-load.ts';
import { openBrowser } from '../dashboard/browser.ts';
import { startDashboard } from '../dashboard/dashboard-process.ts';
import { watchArrivals } from '../latency/arrivals.ts';
import { startIndexer } from '../shared/indexer-process.ts';
import { createKafkaClient, createTopic, withProducer } from '../shared/kafka-client.ts';
import { printMachine } from '../shared/machine.ts';
import { runOnOwnStack, type OwnStack } from '../shared/own-stack.ts';
import { residentBytes } from '../shared/process-usage.ts';
import { endProgress, progress } from '../shared/progress.ts';
import { fixed, printTable, thousands } from '../shared/table.ts';
import { startCameras, type Cameras } from './cameras.ts';
import { tenthsOf, TITLES, writeReport } from './report.ts';
import { takeSamples, type Sample } from './sample.ts';

interface Options {
  rate: number;
  alerts: number;
  minutes: number;
  every: number;
  report?: string;
}

const options = new Command('pnpm bench:soak')
  .description('Watches lag, latency and memory under steady traffic.')
  .option('--rate <perSecond>', 'detections a second', parseCount, 20_000)
  .option('--alerts <perSecond>', 'how many of them raise an alert', parseCount, 20)
  .option('--minutes <count>', 'how long, after a warm-up of one', parseCount, 60)
  .option('--every <seconds>', 'between two looks', parseCount, 10)
  .option('--report <file>', 'write the figures to this file, and charts beside it')
  .parse()
  .opts<Options>();

const PARTITIONS = 3;
const TOPICS = { detectionsTopic: 'soak.detections', alertsTopic: 'soak.alerts' };
const POLL_MS = 20;
const WARM_UP_MS = 60_000;
/** What integrators ask for meanwhile, by the name of its column. */
const QUESTIONS = [
  { name: '/stats', path: '/api/v1/stats', perSecond: 20 },
  { name: 'a page', path: '/api/v1/detections?limit=100', perSecond: 10 },
  { name: 'SUVs', path: '/api/v1/detections?category=SUV&limit=100', perSecond: 5 },
  { name: 'alerts', path: '/api/v1/alerts?limit=50', perSecond: 5 },
] as const;
const CONNECTIONS_EACH = 2;

progress('building');
await build('build');
await runOnOwnStack(run, { onProgress: progress });

async function run({ databaseUrl, brokers, folder }: OwnStack): Promise<void> {
  await migrate(databaseUrl);
  const kafka = createKafkaClient(brokers);
  await createTopic(kafka, TOPICS.detectionsTopic, PARTITIONS);
  await createTopic(kafka, TOPICS.alertsTopic, 1);
  const indexer = startIndexer({ databaseUrl, brokers, ...TOPICS, folder });
  while (indexer.consumingSince() === null) await setTimeout(POLL_MS);
  const settings = {
    // The token lives as long as the run.
    ACCESS_TOKEN_MINUTES: String(options.minutes + 60),
  };
  const web = await startDashboard({ databaseUrl, brokers, ...TOPICS, folder, settings });
  const { username, password } = web;
  const token = await logIn(web.url, { username, password });
  const browser = await openBrowser(web);
  const page = await (await browser.newContext()).newPage();
  await page.goto('/dashboard');
  await page.getByText('Live', { exact: true }).waitFor();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');

  const alerts = await watchArrivals(kafka, TOPICS.alertsTopic, (value) => {
    const sentAt = decodeAlert(value)?.timestamp;
    return typeof sentAt === 'number' ? sentAt - performance.timeOrigin : undefined;
  });
  const loads = new Map<string, SteadyLoad>(
    QUESTIONS.map(({ name, path, perSecond }) => [
      name,
      startSteadyLoad({
        url: `${web.url}${path}`,
        token,
        perSecond,
        connections: CONNECTIONS_EACH,
      }),
    ]),
  );
  const headers = { authorization: `Bearer ${token}` };
  async function indexed(): Promise<number> {
    const response = await fetch(`${web.url}/api/v1/stats`, { headers });
    return ((await response.json()) as { total: number }).total;
  }
  async function pageBytes(): Promise<number> {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? NaN;
  }

  await withProducer(kafka, async (producer) => {
    const cameras = startCameras(producer, {
      topic: TOPICS.detectionsTopic,
      partitions: PARTITIONS,
      perSecond: options.rate,
      suspiciousPerSecond: options.alerts,
    });
    progress(`warming up, ${thousands(options.rate)} detections a second`);
    await Promise.race([setTimeout(WARM_UP_MS), cameras.failed, indexer.failed]);
    const samples = await Promise.race([
      takeSamples(
        {
          sent: () => cameras.sent(),
          indexed,
          indexerBytes: () => residentBytes(indexer.pid)?.now ?? NaN,
          webBytes: () => residentBytes(web.pid)?.now ?? NaN,
          pageBytes,
          alerts,
          loads,
        },
        { minutes: options.minutes, everySeconds: options.every, onSample: tell },
      ),
      cameras.failed,
      indexer.failed,
    ]);
    await settle(cameras, indexed);
    for (const load of loads.values()) await load.stop();
    await page.getByText('Live', { exact: true }).waitFor();
    endProgress();
    await printMachine(databaseUrl);
    print(samples, cameras.sent());
  });
  await alerts.stop();
  await browser.close();
  await web.stop();
  await indexer.stop();
}

function tell({ minutes, lag, alertP99, indexedPerSecond }: Sample): void {
  progress(
    `${fixed(minutes, 1)} of ${String(options.minutes)} minutes: ${thousands(indexedPerSecond)} indexed/s, lag ${thousands(lag)}, alert p99 ${fixed(alertP99, 0)} ms`,
  );
}

/** Stops the cameras and waits until every detection is counted, each once. */
async function settle(cameras: Cameras, indexed: () => Promise<number>): Promise<void> {
  await cameras.stop();
  let count = await indexed();
  while (count < cameras.sent()) {
    await setTimeout(POLL_MS);
    count = await indexed();
  }
  if (count > cameras.sent()) {
    throw new Error(`${thousands(count)} detections of ${thousands(cameras.sent())} sent.`);
  }
}

function print(samples: readonly Sample[], sent: number): void {
  const summary = `${thousands(options.rate)} detections and ${thousands(options.alerts)} alerts a second for ${String(options.minutes)} minutes; ${thousands(sent)} were sent, and each is counted once. Medians of each tenth; times in ms, of the API p99:`;
  const titles = [...TITLES, ...QUESTIONS.map(({ name }) => name)];
  const rows = tenthsOf(samples);
  console.log(`\n${summary}\n`);
  printTable(titles, rows);
  if (options.report === undefined) return;
  const inMarkdown = [titles, titles.map(() => '---:'), ...rows].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
  writeReport(options.report, [summary, '', ...inMarkdown].join('\n'), samples);
}
