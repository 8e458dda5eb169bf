import { execa } from 'execa';
import { ROOT } from '../root.ts';
import { StackError } from '../stack-error.ts';

/**
 * Generates what is generated, bundles the services, builds the pages; what is up to date already is left alone.
 * Ended half-way when `signal` aborts.
 */
export async function build(task: 'build' | 'generate', signal?: AbortSignal): Promise<void> {
  const filters = ['indexer', 'producer', 'web', 'db'].map(
    (name) => `--filter=@intellisite/${name}`,
  );
  const { exitCode, all } = await execa(
    'turbo',
    ['run', task, ...filters, '--output-logs=errors-only'],
    {
      cwd: ROOT,
      preferLocal: true,
      localDir: ROOT,
      reject: false,
      all: true,
      stdin: 'ignore',
      ...(signal && { cancelSignal: signal }),
    },
  );
  if (exitCode === 0) return;
  throw new StackError(`Intellisite could not be built:\n${all}`);
}
