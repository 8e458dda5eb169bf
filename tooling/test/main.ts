// `pnpm test`: every check and every test, all of them even when one fails.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import pLimit from 'p-limit';
import { CHECK_NAMES, createChecks, type Check, type CheckName } from './checks.ts';
import type { Outcome } from './outcome.ts';

/** Each takes a processor, and up to 4 GB. */
const SIDE_BY_SIDE = 2;

function parseNames(text: string): CheckName[] {
  return text.split(',').map((name) => {
    const check = CHECK_NAMES.find((known) => known === name);
    if (check === undefined)
      throw new InvalidArgumentError(`${name} is none of ${CHECK_NAMES.join(', ')}.`);
    return check;
  });
}

async function runCheck({ name, run }: Check): Promise<Outcome> {
  process.stdout.write(`\n— ${name}\n`);
  const begun = Date.now();
  const outcome = await run((output) => {
    if (output !== '') process.stdout.write(`\n— ${name} says:\n${output}\n`);
  });
  const seconds = ((Date.now() - begun) / 1_000).toFixed(1);
  const verdict = outcome.failures.length === 0 ? 'passed' : 'FAILED';
  process.stdout.write(`  ${name} ${verdict} in ${seconds} s\n`);
  return outcome;
}

const cli = new Command('pnpm test')
  .description('Runs every check and every test against a real Kafka and a real Postgres.')
  .option('--only <names>', `only these, with commas: ${CHECK_NAMES.join(' ')}`, parseNames)
  .argument('[files...]', 'only the test files whose path contains one of these')
  .parse();
const { only } = cli.opts<{ only?: CheckName[] }>();
if (only && !only.includes('tests') && cli.args.length > 0) {
  cli.error('error: files are given, but --only leaves the tests out');
}

const folder = mkdtempSync(join(tmpdir(), 'intellisite-test-'));
const limit = pLimit(SIDE_BY_SIDE);
const outcomes: Outcome[] = [];
for (const group of createChecks({ testFiles: cli.args, folder })) {
  const chosen = group.filter(({ name }) => only?.includes(name) ?? true);
  outcomes.push(...(await limit.map(chosen, runCheck)));
}
rmSync(folder, { recursive: true, force: true });

const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
const failures = outcomes.flatMap((outcome) => outcome.failures);
// Once more and last: where a log is kept in part, it is its end.
for (const { name, reason } of failures) {
  process.stdout.write(`\nFAILED ${name}\n${reason.replaceAll(/^/gm, '  ')}\n`);
}
process.stdout.write(`\n${String(passed)} passed, ${String(failures.length)} failed\n`);
process.exitCode = failures.length === 0 && passed > 0 ? 0 : 1;
