import { join } from 'node:path';
import { runPlaywright } from './playwright-check.ts';
import { runProgram } from './program-check.ts';
import { runVitest } from './vitest-check.ts';
import type { Outcome } from './outcome.ts';

export const CHECK_NAMES = [
  'generate',
  'build',
  'lint',
  'format',
  'dead-code',
  'openapi',
  'security',
  'tests',
  'e2e',
  'api-fuzz',
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

export interface Check {
  name: CheckName;
  /** Runs it; what it does not print by itself is given to `print`, when all of it is there. */
  run: (print: (output: string) => void) => Promise<Outcome>;
}

export interface ChecksOptions {
  /** The tests to run, by a part of their path; none: all. */
  testFiles: readonly string[];
  /** For reports. */
  folder: string;
}

/**
 * Every check, in groups that run one after the other. Those of one group may run side by side: none of them
 * writes what another reads, and none starts a server.
 */
export function createChecks({ testFiles, folder }: ChecksOptions): Check[][] {
  return [
    [
      turbo('generate'),
      program('security', 'node', '--import', 'tsx', 'tooling/audit/src/main.ts', '--quick'),
      program('openapi', 'redocly', 'lint', 'docs/openapi.json'),
    ],
    [turbo('build'), program('format', 'prettier', '--check', '--log-level=warn', '.')],
    // Lint checks the types, too: behind the build, which makes those of the client.
    [program('lint', 'oxlint', '--report-unused-disable-directives'), program('dead-code', 'knip')],
    [
      {
        name: 'tests',
        run: () => runVitest(testFiles, join(folder, 'vitest.json')),
      },
    ],
    [{ name: 'e2e', run: () => runPlaywright(join(folder, 'playwright.json')) }],
    // The short form: `pnpm test:api-fuzz` asks more, and something else each time.
    [
      program(
        'api-fuzz',
        'node',
        '--import',
        'tsx',
        'tooling/fuzz/src/api/main.ts',
        '--examples=5',
        '--seed=1',
      ),
    ],
  ];
}

function turbo(name: CheckName): Check {
  return program(name, 'turbo', 'run', name, '--output-logs=errors-only');
}

/** A program that passes or fails as a whole. */
function program(name: CheckName, ...command: readonly [string, ...string[]]): Check {
  return { name, run: (print) => runProgram(name, command, print) };
}
