import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ROOT, type ServiceCommand } from '@intellisite/stack';

/** The file of the build that writes. */
const THREAD = 'writer-thread.js';
/** Each occurs once in it; with what stands there instead. */
const CHANGES: readonly (readonly [found: string, instead: string])[] = [
  ['if (moved.length > 0) throw new FencedError', 'if (false) throw new FencedError'],
  // A stale batch that has a rejected message fails by itself as well: quarantine is unique by offset.
  [
    'AS q (generation, partition, "offset", code, reason, value, recorded_at)`',
    'AS q (generation, partition, "offset", code, reason, value, recorded_at) ON CONFLICT DO NOTHING`',
  ],
];

/**
 * A copy of the program in which a writer no longer looks whether it still owns what it writes. A run
 * with it must fail: otherwise the run would not notice a broken fence either.
 */
export async function removeFence(
  { command, args }: ServiceCommand,
  folder: string,
): Promise<ServiceCommand> {
  const program = args.at(-1) ?? '';
  const dist = dirname(program);
  const copy = join(folder, 'indexer-without-fence');
  await mkdir(copy, { recursive: true });
  await cp(dist, join(copy, 'dist'), { recursive: true });
  // Packages are looked up from where the program lies.
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  await symlink(join(dist, '..', 'node_modules'), join(copy, 'dist', 'node_modules'));
  await writeFile(join(copy, 'package.json'), '{"type": "module"}\n');
  const thread = join(copy, 'dist', THREAD);
  let code = await readFile(thread, 'utf8');
  for (const [found, instead] of CHANGES) {
    if (code.split(found).length !== 2) {
      throw new Error(`${join(dist, THREAD)} was searched in vain for "${found}".`);
    }
    code = code.replace(found, instead);
  }
  await writeFile(thread, code);
  return { command, args: [...args.slice(0, -1), join(copy, 'dist', basename(program))] };
}
