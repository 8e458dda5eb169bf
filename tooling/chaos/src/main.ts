// `pnpm chaos:pipeline`: causes faults at random instants and checks that nothing is lost or doubled.
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestStack } from '@intellisite/stack/testing';
import { Command, InvalidArgumentError, Option } from 'commander';
import { FAULT_KINDS, type FaultKind } from './faults/kinds.ts';
import { buildIndexer, removeFence } from './indexer-build.ts';
import { describeRun } from './report.ts';
import { runRound, type RoundResult } from './round.ts';

interface Options {
  seed: number;
  faults: number;
  perRound: number;
  kinds: FaultKind[];
  report?: string;
  fence: boolean;
}

const MOST_SEEDS = 1_000_000;

const program = new Command('pnpm chaos:pipeline')
  .description('Causes faults at random instants and checks that nothing is lost or doubled.')
  .option('--seed <number>', 'of the first round; the following count up', parseCount)
  .option('--faults <count>', 'faults in all', parseCount, 20)
  .option('--per-round <count>', 'faults between two checks', parseCount, 10)
  .addOption(new Option('--kinds <kinds...>', 'only these faults').choices(FAULT_KINDS))
  .option('--report <file>', 'write the report to this file as well')
  .option('--without-fence', 'take the fence out of a copy of the indexer: the run must fail then')
  .parse();
const given = program.opts<Partial<Options> & { withoutFence?: boolean }>();
const options: Options = {
  seed: given.seed ?? randomInt(1, MOST_SEEDS),
  faults: given.faults ?? 20,
  perRound: given.perRound ?? 10,
  kinds: given.kinds ?? FAULT_KINDS,
  fence: given.withoutFence !== true,
  ...(given.report === undefined ? {} : { report: given.report }),
};

function parseCount(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number above 0');
}

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

const folder = mkdtempSync(join(tmpdir(), 'intellisite-chaos-'));
const built = await buildIndexer();
const indexer = options.fence ? built : await removeFence(built, folder);
const stack = await startTestStack({ onProgress: say });
const rounds: RoundResult[] = [];
try {
  for (let left = options.faults, seed = options.seed; left > 0; left -= options.perRound, seed++) {
    const logs = join(folder, `seed-${String(seed)}`);
    const faults = Math.min(left, options.perRound);
    const round = await runRound({
      stack,
      program: indexer,
      seed,
      faults,
      kinds: options.kinds,
      folder: logs,
      onProgress(message) {
        say(`seed ${String(seed)}: ${message}`);
      },
    });
    rounds.push(round);
    say(
      `seed ${String(seed)}: ${String(round.produced)} messages, ${String(round.violations.length)} violations, ${round.seconds.toFixed(0)} s`,
    );
    for (const { check, detail } of round.violations) say(`  ${check}: ${detail}`);
    if (round.violations.length === 0) rmSync(logs, { recursive: true, force: true });
    else say(`  the indexers' logs are in ${logs}`);
  }
} finally {
  await stack.stop();
}
const failed = rounds.some(({ violations }) => violations.length > 0);
const command = ['pnpm chaos:pipeline', ...process.argv.slice(2)].join(' ');
const report = describeRun(rounds, { command, fence: options.fence });
process.stdout.write(report);
if (options.report !== undefined) writeFileSync(options.report, report);
if (!failed) rmSync(folder, { recursive: true, force: true });
process.exitCode = failed ? 1 : 0;
