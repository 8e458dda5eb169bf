// `pnpm test`: every check and every test, one after the other, all of them even when one fails.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { execa } from 'execa';

interface Outcome {
  passed: number;
  failed: number;
}

const CHECKS = [
  'generate',
  'build',
  'typecheck',
  'lint',
  'format',
  'dead-code',
  'openapi',
  'security',
  'tests',
  'e2e',
  'api-fuzz',
] as const;
type CheckName = (typeof CHECKS)[number];

interface Check {
  name: CheckName;
  run: () => Promise<Outcome>;
}

const folder = mkdtempSync(join(tmpdir(), 'intellisite-test-'));
const report = join(folder, 'vitest.json');
const browserReport = join(folder, 'playwright.json');

/** A command that passes or fails as a whole; with several lists of arguments, it runs with each. */
function command(name: CheckName, file: string, ...runs: readonly (readonly string[])[]): Check {
  return {
    name,
    async run() {
      let failures = 0;
      for (const args of runs) {
        const { failed } = await execa(file, args, {
          preferLocal: true,
          stdio: 'inherit',
          reject: false,
        });
        if (failed) failures += 1;
      }
      return failures > 0 ? { passed: 0, failed: 1 } : { passed: 1, failed: 0 };
    },
  };
}

async function vitest(files: readonly string[]): Promise<Outcome> {
  const { failed } = await execa(
    'vitest',
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...files],
    { preferLocal: true, stdio: 'inherit', reject: false },
  );
  return { ...readReport(), ...(failed && readReport().failed === 0 ? { failed: 1 } : {}) };
}

/** The tests that vitest counted; a run that ended without a report is one failure. */
function readReport(): Outcome {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
    };
    return { passed: numPassedTests, failed: numFailedTests };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** The tests in a browser; a run that ended without a report is one failure. */
async function playwright(): Promise<Outcome> {
  const { failed } = await execa(
    'playwright',
    ['test', '--config=tests/e2e/playwright.config.ts', '--reporter=line,json'],
    {
      preferLocal: true,
      localDir: 'tests/e2e',
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: browserReport },
      stdio: 'inherit',
      reject: false,
    },
  );
  const outcome = readBrowserReport();
  return failed && outcome.failed === 0 ? { ...outcome, failed: 1 } : outcome;
}

function readBrowserReport(): Outcome {
  try {
    const { stats } = JSON.parse(readFileSync(browserReport, 'utf8')) as {
      stats: { expected: number; unexpected: number; flaky: number };
    };
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function parseNames(text: string): CheckName[] {
  return text.split(',').map((name) => {
    const check = CHECKS.find((known) => known === name);
    if (check === undefined)
      throw new InvalidArgumentError(`${name} is none of ${CHECKS.join(', ')}.`);
    return check;
  });
}

const program = new Command('pnpm test')
  .description('Runs every check and every test against a real Kafka and a real Postgres.')
  .option('--only <names>', `only these, with commas: ${CHECKS.join(' ')}`, parseNames)
  .argument('[files...]', 'only the test files whose path contains one of these')
  .parse();
const { only } = program.opts<{ only?: CheckName[] }>();
if (only && !only.includes('tests') && program.args.length > 0) {
  program.error('error: files are given, but --only leaves the tests out');
}

const checks: Check[] = [
  command('generate', 'turbo', ['run', 'generate', '--output-logs=errors-only']),
  command('build', 'turbo', ['run', 'build', '--output-logs=errors-only']),
  command('typecheck', 'turbo', ['run', 'typecheck', '--output-logs=errors-only']),
  // In two parts: the types of all packages at once need more memory than Node takes by itself.
  command(
    'lint',
    'eslint',
    ['apps', 'packages', '--max-warnings=0'],
    ['.', '--ignore-pattern=apps/', '--ignore-pattern=packages/', '--max-warnings=0'],
  ),
  command('format', 'prettier', ['--check', '--log-level=warn', '.']),
  command('dead-code', 'knip', []),
  command('openapi', 'redocly', ['lint', 'docs/openapi.json']),
  command('security', 'tsx', ['tooling/audit/src/main.ts', '--quick']),
  { name: 'tests', run: () => vitest(program.args) },
  { name: 'e2e', run: playwright },
  // The short form: `pnpm test:api-fuzz` asks more, and something else each time.
  command('api-fuzz', 'tsx', ['tooling/fuzz/src/api/main.ts', '--examples', '5', '--seed', '1']),
];

const total: Outcome = { passed: 0, failed: 0 };
const failures: string[] = [];
for (const { name, run } of checks) {
  if (only && !only.includes(name)) continue;
  process.stdout.write(`\n— ${name}\n`);
  const begun = Date.now();
  const { passed, failed } = await run();
  total.passed += passed;
  total.failed += failed;
  if (failed > 0) failures.push(name);
  const seconds = ((Date.now() - begun) / 1_000).toFixed(1);
  process.stdout.write(`  ${failed === 0 ? 'passed' : 'FAILED'} in ${seconds} s\n`);
}
rmSync(folder, { recursive: true, force: true });
if (failures.length > 0) process.stdout.write(`\nFailed: ${failures.join(', ')}\n`);
process.stdout.write(`${String(total.passed)} passed, ${String(total.failed)} failed\n`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
