// `pnpm test:api-fuzz`: asks a live API whatever its document allows and forbids, with schemathesis.
import { join } from 'node:path';
import { parseCount, ROOT, StackError } from '@intellisite/stack';
import { Command } from 'commander';
import { execa } from 'execa';
import { parseLargeSeed } from '../options.ts';
import { startLiveApi } from './live-api.ts';
import { schemathesisProgram } from './python-environment.ts';
import { findServerErrors } from './server-errors.ts';

/** Where schemathesis.toml and hooks.py are. */
const FOLDER = join(import.meta.dirname, '../..');

interface Options {
  examples: number;
  seed?: string;
}

const program = new Command('pnpm test:api-fuzz')
  .description('Asks a live API whatever its document allows and forbids.')
  .option('--examples <count>', 'most requests for a call in each phase', parseCount, 100)
  .option('--seed <number>', 'of what is drawn at random; another one each time', parseLargeSeed)
  .parse();

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

/** The exit code: 0 when every answer was as documented. */
async function fuzz({ examples, seed }: Options): Promise<number> {
  const schemathesis = await schemathesisProgram(say);
  const api = await startLiveApi(say);
  try {
    const { exitCode = 1 } = await execa(
      schemathesis,
      [
        ...['run', `${api.url}/openapi.json`, '--max-examples', String(examples)],
        ...(seed === undefined ? [] : ['--seed', seed]),
      ],
      {
        cwd: FOLDER,
        env: {
          FUZZ_TOKEN: api.accessToken,
          FUZZ_OWN_IDS: api.ownIds.join(','),
          // What is written beside the hooks otherwise.
          PYTHONDONTWRITEBYTECODE: '1',
          HYPOTHESIS_STORAGE_DIRECTORY: join(ROOT, 'node_modules/.cache/hypothesis'),
        },
        stdio: 'inherit',
        reject: false,
      },
    );
    const errors = findServerErrors(api.logged);
    for (const line of errors) say(`the server logged an error: ${line}`);
    return exitCode === 0 && errors.length > 0 ? 1 : exitCode;
  } finally {
    await api.stop();
  }
}

try {
  process.exitCode = await fuzz(program.opts<Options>());
} catch (error) {
  if (!(error instanceof StackError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
