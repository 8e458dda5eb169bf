// `pnpm bench:dashboard`: how fast the dashboard is for the person in front of it.
import { loadavg } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { migrate } from '@intellisite/db';
import { build, parseCount } from '@intellisite/stack';
import type { Page } from '@playwright/test';
import { Command, InvalidArgumentError } from 'commander';
import { generateDetections } from '../queries/generate.ts';
import { startIndexer } from '../shared/indexer-process.ts';
import { createKafkaClient, withProducer } from '../shared/kafka-client.ts';
import { printMachine } from '../shared/machine.ts';
import { runOnOwnStack, type OwnStack } from '../shared/own-stack.ts';
import { endProgress, progress } from '../shared/progress.ts';
import { percentile } from '../shared/statistics.ts';
import { fixed, printTable, thousands, type Cell } from '../shared/table.ts';
import { measureAlertRows, openAlertsView, openFilledAlertsView } from './alert-rows.ts';
import { openBareList } from './bare-list.ts';
import { openBrowser, type SignedInBrowser } from './browser.ts';
import { startDashboard } from './dashboard-process.ts';
import { measureFirstLoad } from './first-load.ts';
import { calibratedSlowdown, measureScores, METRICS, type Preset } from './lighthouse-scores.ts';
import { measurePageTurns } from './page-turns.ts';
import { raiseSteadily, type AlertSource } from './raise-alerts.ts';
import { measureScrolling } from './scrolling.ts';

const PARTS = ['lighthouse', 'scripts', 'turns', 'alerts', 'scrolling'] as const;
type Part = (typeof PARTS)[number];

interface Options {
  rows: number;
  runs: number;
  turns: number;
  rate: number;
  seconds: number;
  listed: number;
  only: Part[];
}

const program = new Command('pnpm bench:dashboard')
  .description('Measures the dashboard in a browser, on the whole running system.')
  .option('--rows <count>', 'detections', parseCount, 1_000_000)
  .option('--runs <count>', 'of Lighthouse for each view; the medians are printed', parseCount, 3)
  .option('--turns <count>', 'of pages at each depth', parseCount, 100)
  .option('--rate <perSecond>', 'alerts a second', parseCount, 50)
  .option('--seconds <count>', 'for which alerts come', parseCount, 30)
  .option('--listed <count>', 'alerts in a long list', parseCount, 10_000)
  .option('--only <parts...>', PARTS.join(', '), parsePart, [...PARTS])
  .parse();
const options = program.opts<Options>();

function parsePart(text: string, previous: Part[]): Part[] {
  const part = PARTS.find((name) => name === text);
  if (part === undefined) throw new InvalidArgumentError(`expected ${PARTS.join(', ')}`);
  // The default is every part.
  return previous.length === PARTS.length ? [part] : [...previous, part];
}

const TOPICS = { detectionsTopic: 'dashboard.detections', alertsTopic: 'dashboard.alerts' };
const POLL_MS = 10;
const ROWS_ON_A_PAGE = 100;
/** How long a person looks at a page of rows at least. */
const LOOK_MS = 500;

const VIEWS = [
  { name: 'sign-in', path: '/sign-in', isPublic: true },
  { name: 'overview', path: '/dashboard', isPublic: false },
  { name: 'detections', path: '/dashboard/detections', isPublic: false },
];

progress('building');
await build('build');
await runOnOwnStack(run, { onProgress: progress });

async function run({ databaseUrl, brokers, folder }: OwnStack): Promise<void> {
  await migrate(databaseUrl);
  await generateDetections(databaseUrl, options.rows);
  const kafka = createKafkaClient(brokers);
  // It makes the topics.
  const indexer = startIndexer({ databaseUrl, brokers, ...TOPICS, folder });
  while (indexer.consumingSince() === null) await setTimeout(POLL_MS);
  const dashboard = await startDashboard({ databaseUrl, brokers, ...TOPICS, folder });
  const browser = await openBrowser(dashboard);
  endProgress();
  await printMachine(databaseUrl);
  console.log(`${thousands(options.rows)} detections, everything on this machine.`);
  const wants = (part: Part): boolean => options.only.includes(part);
  if (wants('scripts')) await printScripts(browser);
  if (wants('turns')) await printTurns(browser);
  await withProducer(kafka, async (producer) => {
    const source = { producer, topic: TOPICS.detectionsTopic };
    if (wants('alerts')) await printAlertRows(browser, source);
    if (wants('scrolling')) await printScrolling(browser, source);
  });
  if (wants('lighthouse')) await printScores(browser, dashboard.url);
  await browser.close();
  await dashboard.stop();
  await indexer.stop();
}

/** How many processes wanted to run in the last minute: what else the machine does is part of a figure. */
function busy(): string {
  return fixed(loadavg()[0] ?? null, 1);
}

async function printScores(browser: SignedInBrowser, url: string): Promise<void> {
  const rows: Cell[][] = [];
  const metricRows: Cell[][] = [];
  const findings: string[] = [];
  const { debuggingPort, cookie } = browser;

  async function score(
    { name, path, isPublic }: (typeof VIEWS)[number],
    preset: Preset,
    slowdown: number | null,
  ): Promise<number> {
    const title = `${name}, ${preset}${slowdown === null ? '' : `, ${fixed(slowdown, 1)} times slower`}`;
    progress(`Lighthouse: ${title}`);
    const load = busy();
    const {
      scores,
      metrics,
      findings: found,
      benchmarkIndex,
    } = await measureScores({
      url: `${url}${path}`,
      preset,
      slowdown,
      runs: options.runs,
      debuggingPort,
      cookie: isPublic ? null : cookie,
    });
    rows.push([title, ...Object.values(scores), fixed(benchmarkIndex, 0), load]);
    const { 'cumulative-layout-shift': shift, ...times } = metrics;
    metricRows.push([title, ...Object.values(times).map((ms) => fixed(ms, 0)), fixed(shift, 3)]);
    findings.push(...found.map((finding) => `  ${title}: ${finding}`));
    return benchmarkIndex;
  }

  for (const view of VIEWS) {
    await score(view, 'desktop', null);
    const index = await score(view, 'mobile', null);
    // The preset presumes a faster machine than most servers are: without this, it is a slower phone.
    await score(view, 'mobile', calibratedSlowdown(index));
  }
  endProgress();
  console.log(`\nLighthouse, medians of ${String(options.runs)} runs; targets 95, 100, 100:\n`);
  printTable(
    ['', 'performance', 'accessibility', 'best practices', 'benchmark index', 'load'],
    rows,
  );
  console.log('\nWhat performance is made of, medians:\n');
  printTable(['', ...Object.values(METRICS)], metricRows);
  if (findings.length > 0) console.log(`\nWhat cost points:\n${findings.join('\n')}`);
}

async function printScripts(browser: SignedInBrowser): Promise<void> {
  progress('the JavaScript of a first load');
  const rows: Cell[][] = [];
  for (const { name, path } of VIEWS.filter(({ isPublic }) => !isPublic)) {
    const { scripts, bytes, gzipped, transferred } = await measureFirstLoad(browser, path);
    rows.push([name, scripts, ...[bytes, gzipped, transferred].map((its) => fixed(its / 1e3, 1))]);
  }
  endProgress();
  console.log('\nJavaScript of a first load, KB (1,000 bytes); target below 200 compressed:\n');
  printTable(['', 'scripts', 'plain', 'gzip', 'over the network'], rows);
}

async function printTurns(browser: SignedInBrowser): Promise<void> {
  const pages = Math.ceil(options.rows / ROWS_ON_A_PAGE);
  const places: [string, number][] = [
    ['at the start', 1],
    ['in the middle', Math.floor(pages / 2)],
    // So that there are pages to turn to.
    ['near the end', Math.max(1, pages - 2 * options.turns)],
  ];
  const rows: Cell[][] = [];
  for (const [place, firstPage] of places) {
    for (const [pace, pauseMs] of [
      ['', LOOK_MS],
      [', without a look', 0],
    ] as const) {
      progress(`turning pages ${place}${pace}`);
      const load = busy();
      const { turns } = options;
      const times = await measurePageTurns(browser, { firstPage, turns, pauseMs });
      const figures = [0.5, 0.99, 1].map((part) => fixed(percentile(times, part), 1));
      rows.push([`${place}${pace}`, times.length, ...figures, load]);
    }
  }
  endProgress();
  console.log(
    `\nFrom a click on "Next page" until the rows in sight are drawn, ms; ${String(LOOK_MS)} ms of looking between two turns, or none; target below 100:\n`,
  );
  printTable(['', 'turns', 'p50', 'p99', 'max', 'load'], rows);
}

interface Opening {
  name: string;
  open: () => Promise<Page>;
}

function openings(
  browser: SignedInBrowser,
  source: AlertSource,
): Record<'bare' | 'short' | 'long', Opening> {
  const { listed } = options;
  return {
    bare: { name: 'a bare list', open: () => openBareList(browser) },
    short: { name: 'the alerts view', open: () => openAlertsView(browser) },
    long: {
      name: `the alerts view, ${thousands(listed)} listed`,
      open: () => openFilledAlertsView(browser, source, listed),
    },
  };
}

async function printAlertRows(browser: SignedInBrowser, source: AlertSource): Promise<void> {
  const { rate: perSecond, seconds } = options;
  const rows: Cell[][] = [];
  const { bare, short, long } = openings(browser, source);
  for (const { name, open } of [bare, short, long]) {
    progress(`${String(perSecond)} alerts a second for ${String(seconds)} s: ${name}`);
    const load = busy();
    const page = await open();
    const { sent, latencies, longTasks, tasks } = await measureAlertRows(page, source, {
      perSecond,
      seconds,
    });
    rows.push([
      name,
      `${String(latencies.filter(Number.isFinite).length)} of ${String(sent)}`,
      ...[0.5, 0.99, 1].map((part) => fixed(percentile(latencies, part), 0)),
      longTasks.length,
      fixed(Math.max(0, ...longTasks), 0),
      fixed(Math.max(0, ...tasks), 0),
      load,
    ]);
  }
  endProgress();
  console.log(
    `\n${String(perSecond)} alerts a second for ${String(seconds)} s: from before a detection is sent to Kafka until the row of its alert is drawn, ms; targets: p99 below 300, no task of the main thread above 50. A bare list is the least that a page can do with the stream; what a task takes of the processor is without its waiting for others:\n`,
  );
  printTable(
    ['', 'drawn', 'p50', 'p99', 'max', 'long tasks', 'longest', 'of the processor', 'load'],
    rows,
  );
}

async function printScrolling(browser: SignedInBrowser, source: AlertSource): Promise<void> {
  const { rate: perSecond, seconds } = options;
  const rows: Cell[][] = [];
  const { short, long } = openings(browser, source);
  for (const { name, open } of [short, long]) {
    progress(`scrolling while ${String(perSecond)} alerts a second come: ${name}`);
    const load = busy();
    const page = await open();
    const [{ frames, longTasks, blank }] = await Promise.all([
      measureScrolling(page, seconds),
      raiseSteadily(source, { perSecond, seconds }, (number) => `Row ${String(number)}`),
    ]);
    await page.context().close();
    rows.push([
      name,
      frames.length,
      ...[0.5, 0.99, 1].map((part) => fixed(percentile(frames, part), 1)),
      blank,
      longTasks.length,
      fixed(Math.max(0, ...longTasks), 0),
      load,
    ]);
  }
  endProgress();
  console.log(
    `\nScrolling through the list by ten lines a frame for ${String(seconds)} s while ${String(perSecond)} alerts a second come in above, ms between two frames:\n`,
  );
  printTable(['', 'frames', 'p50', 'p99', 'max', 'blank', 'long tasks', 'longest', 'load'], rows);
}
