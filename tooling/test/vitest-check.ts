import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { COMPILE_CACHE } from './compile-cache.ts';
import { failureOf, type Failure, type Outcome } from './outcome.ts';

const reportSchema = z.object({
  numPassedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/** Runs the tests in these files, all without any, and reads from `report` how each of them ended. */
export async function runVitest(files: readonly string[], report: string): Promise<Outcome> {
  const { failed, shortMessage = 'it failed' } = await execa(
    'vitest',
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...files],
    { preferLocal: true, env: COMPILE_CACHE, stdio: 'inherit', reject: false },
  );
  let outcome: Outcome;
  try {
    outcome = readReport(readFileSync(report, 'utf8'));
  } catch (error) {
    return { passed: 0, failures: [failureOf('vitest left no report', String(error))] };
  }
  // An error that belongs to no test, or a server that could not be ended.
  if (failed && outcome.failures.length === 0) {
    outcome.failures.push(failureOf('vitest, after its last test', shortMessage));
  }
  return outcome;
}

function readReport(text: string): Outcome {
  const { numPassedTests, testResults } = reportSchema.parse(JSON.parse(text));
  return { passed: numPassedTests, failures: testResults.flatMap(failuresOf) };
}

function failuresOf(result: z.output<typeof reportSchema>['testResults'][number]): Failure[] {
  const file = relative(process.cwd(), result.name);
  const failures = result.assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) =>
      failureOf(`${file} > ${fullName}`, (failureMessages ?? []).join('\n')),
    );
  // A file that could not be loaded, or whose setup failed, has tests that were not begun.
  if (failures.length === 0 && result.status === 'failed') {
    failures.push(failureOf(file, result.message));
  }
  return failures;
}
