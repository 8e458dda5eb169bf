// `pnpm bench:profile`: where the time of the built web server goes while the API is asked.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { migrate } from '@intellisite/db';
import { build } from '@intellisite/stack';
import { Command, InvalidArgumentError } from 'commander';
import { createArrivals } from '../api/arrivals.ts';
import { load } from '../api/load.ts';
import { logIn } from '../api/served.ts';
import { startDashboard } from '../dashboard/dashboard-process.ts';
import { generateDetections } from '../queries/generate.ts';
import { printMachine } from '../shared/machine.ts';
import { runOnOwnStack, type OwnStack } from '../shared/own-stack.ts';
import { endProgress, progress } from '../shared/progress.ts';
import { fixed, printTable, thousands } from '../shared/table.ts';
import { createCodeOwners } from './code-owner.ts';
import { readCpuProfile, selfSeconds } from './cpu-profile.ts';

interface Options {
  target: string;
  rows: number;
  arriving: number;
  seconds: number;
  keep?: string;
}

const program = new Command('pnpm bench:profile')
  .description('Asks one question of the built web server and says what its processor did.')
  .option('--target <path>', 'what is asked for, below /api/v1', '/detections')
  .option('--rows <count>', 'detections', parseCount, 1_000_000)
  .option('--arriving <perSecond>', 'detections that arrive meanwhile', parseCount, 0)
  .option('--seconds <count>', 'how long', parseCount, 10)
  .option('--keep <folder>', 'keep the .cpuprofile there, for the tools that draw it')
  .parse();
const options = program.opts<Options>();

function parseCount(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number');
}

/** µs between two samples. */
const SAMPLE_EVERY = 200;
const FUNCTIONS_SHOWN = 25;

progress('building');
await build('build');
await runOnOwnStack(run, { onProgress: progress });

async function run({ databaseUrl, brokers, folder }: OwnStack): Promise<void> {
  const { target, rows, arriving, seconds, keep } = options;
  const profiles = keep === undefined ? folder : resolve(keep);
  mkdirSync(profiles, { recursive: true });
  await migrate(databaseUrl);
  await generateDetections(databaseUrl, rows);
  const web = await startDashboard({
    databaseUrl,
    brokers,
    detectionsTopic: 'profile.detections',
    alertsTopic: 'profile.alerts',
    folder,
    settings: {
      NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profiles} --cpu-prof-interval=${String(SAMPLE_EVERY)}`,
    },
  });
  const { username, password } = web;
  const token = await logIn(web.url, { username, password });
  const arrivals = arriving === 0 ? null : createArrivals(databaseUrl, arriving);
  progress(`asking for ${target}`);
  const begun = performance.now();
  const { perSecond, p50, p99 } = await load(`${web.url}/api/v1${target}`, { token, seconds });
  const ended = performance.now();
  await arrivals?.stop();
  await web.stop();
  const stopped = performance.now();
  endProgress();
  await printMachine(databaseUrl);
  const meanwhile =
    arriving === 0 ? '' : `, while ${thousands(arriving)} detections a second arrive`;
  console.log(
    `GET ${target} over 16 connections at ${thousands(rows)} detections${meanwhile}: ${thousands(perSecond)}/s under the profiler, p50 ${fixed(p50, 0)} ms, p99 ${fixed(p99, 0)} ms.\n`,
  );
  const times = selfSeconds(readCpuProfile(profiles), {
    from: (stopped - begun) * 1_000,
    to: (stopped - ended) * 1_000,
  });
  const ownerOf = createCodeOwners();
  const groups = new Map<string, number>();
  const places = new Map<string, number>();
  for (const [frame, time] of times) {
    const { group, isOurs, place } = ownerOf(frame);
    add(groups, isOurs ? `ours: ${group}` : group, time);
    add(places, place, time);
  }
  const whole = [...groups.values()].reduce((sum, time) => sum + time, 0);
  printShares('what the main thread did', groups, whole, Infinity);
  console.log();
  printShares('functions', places, whole, FUNCTIONS_SHOWN);
}

function add(sums: Map<string, number>, name: string, time: number): void {
  sums.set(name, (sums.get(name) ?? 0) + time);
}

/** A thousandth of the time or more. */
function printShares(
  title: string,
  sums: ReadonlyMap<string, number>,
  whole: number,
  most: number,
): void {
  printTable(
    [title, 'self time'],
    [...sums]
      .filter(([, time]) => time >= whole / 1_000)
      .sort(([, a], [, b]) => b - a)
      .slice(0, most)
      .map(([name, time]) => [name, `${fixed((time / whole) * 100, 1)}%`]),
  );
}
