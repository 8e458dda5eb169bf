import { readFileSync } from 'node:fs';
import { execa } from 'execa';
import { z } from 'zod';
import { COMPILE_CACHE } from './compile-cache.ts';
import { failureOf, type Failure, type Outcome } from './outcome.ts';

const errors = z.array(z.object({ message: z.string().optional() }));

const suite = z.object({
  title: z.string(),
  specs: z.array(
    z.object({
      title: z.string(),
      file: z.string(),
      line: z.number(),
      ok: z.boolean(),
      tests: z.array(z.object({ results: z.array(z.object({ errors })) })),
    }),
  ),
  get suites() {
    return z.array(suite).optional();
  },
});

const reportSchema = z.object({
  suites: z.array(suite),
  /** Those of no test: of the setup, above all. */
  errors,
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
});

/** Runs the tests in a browser, and reads from `report` how each of them ended. */
export async function runPlaywright(report: string): Promise<Outcome> {
  const { failed, shortMessage = 'it failed' } = await execa(
    'playwright',
    ['test', '--config=tests/e2e/playwright.config.ts', '--reporter=line,json'],
    {
      preferLocal: true,
      localDir: 'tests/e2e',
      env: { ...COMPILE_CACHE, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      stdio: 'inherit',
      reject: false,
    },
  );
  let outcome: Outcome;
  try {
    outcome = readReport(readFileSync(report, 'utf8'));
  } catch (error) {
    return { passed: 0, failures: [failureOf('Playwright left no report', String(error))] };
  }
  if (failed && outcome.failures.length === 0) {
    outcome.failures.push(failureOf('Playwright, after its last test', shortMessage));
  }
  return outcome;
}

function readReport(text: string): Outcome {
  const report = reportSchema.parse(JSON.parse(text));
  return {
    passed: report.stats.expected,
    failures: [
      ...report.errors.map(({ message }) => failureOf('Playwright', message ?? '')),
      ...report.suites.flatMap(failuresOf),
    ],
  };
}

function failuresOf({ specs, suites = [] }: z.output<typeof suite>): Failure[] {
  return [
    ...specs
      .filter(({ ok }) => !ok)
      .map(({ title, file, line, tests }) => {
        const said = tests.flatMap(({ results }) => results.flatMap((result) => result.errors));
        const messages = said.map(({ message }) => message ?? '');
        return failureOf(`tests/e2e/${file}:${line} > ${title}`, ...messages);
      }),
    ...suites.flatMap(failuresOf),
  ];
}
