// `pnpm chaos`: causes faults at random instants and checks what is left and what clients saw.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { serviceCommand } from '@intellisite/stack';
import { readCommandLine } from './command-line.ts';
import { CLOCK_KINDS, DISK_KINDS } from './faults/kinds.ts';
import { describeRun } from './report/report.ts';
import { writeReport } from './report/write-report.ts';
import { runRound, type RoundResult } from './round.ts';
import { hasOwnTime } from './services/own-time.ts';
import { removeFence } from './services/without-fence.ts';
import { createStage } from './stage.ts';

const { part, kinds, seed: firstSeed, ...options } = readCommandLine();

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

// Told to end, we end what we started: see the handlers of `exit`.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const stage = await createStage({
  smallDisks: kinds.some((kind) => DISK_KINDS.includes(kind)),
  replica: part.replica,
  onProgress: say,
});
const hasDisks = stage.disks.kafka !== null && stage.disks.postgres !== null;
const possible = kinds.filter(
  (kind) => (hasDisks || !DISK_KINDS.includes(kind)) && (hasOwnTime || !CLOCK_KINDS.includes(kind)),
);
const leftOut = kinds.filter((kind) => !possible.includes(kind));
const rounds: RoundResult[] = [];
let unfinished = 0;
const indexer = options.withoutFence
  ? await removeFence(serviceCommand('indexer'), stage.folder)
  : serviceCommand('indexer');
const hasFailed = (): boolean =>
  unfinished > 0 || rounds.some(({ violations }) => violations.length > 0);
const described = {
  command: ['pnpm chaos', ...process.argv.slice(2)].join(' '),
  fence: !options.withoutFence,
  leftOut,
};
try {
  for (let left = options.faults, seed = firstSeed; left > 0; left -= options.perRound, seed++) {
    const logs = join(stage.folder, `seed-${String(seed)}`);
    const round = await runRound({
      stage,
      part,
      indexer,
      seed,
      faults: Math.min(left, options.perRound),
      kinds: possible,
      folder: logs,
      onProgress(message) {
        say(`seed ${String(seed)}: ${message}`);
      },
    }).catch((error: unknown) => {
      // Of the run, not of the product: the next seed may do better.
      say(`seed ${String(seed)}: the round could not be finished: ${String(error)}`);
      unfinished += 1;
      return null;
    });
    if (round === null) continue;
    rounds.push(round);
    say(
      `seed ${String(seed)}: ${String(round.produced)} messages, ${String(round.violations.length)} violations, ${round.seconds.toFixed(0)} s`,
    );
    for (const { check, detail } of round.violations) say(`  ${check}: ${detail}`);
    if (round.violations.length === 0) rmSync(logs, { recursive: true, force: true });
    else say(`  the logs are in ${logs}`);
    // What is known stays known when a long run is ended before its time.
    if (options.report !== undefined)
      writeReport(options.report, rounds, { ...described, unfinished });
  }
} finally {
  await stage.close({ keepLogs: hasFailed() });
}
process.stdout.write(describeRun(rounds, { ...described, unfinished }));
// Not left to Node: at the end of a long run it waits, busily and for ever, for a request of its event loop that
// nobody answers (Environment::CleanupHandles).
process.exit(hasFailed() ? 1 : 0);
