import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT, type ServiceCommand } from '@intellisite/stack';

const FENCE = 'if (moved.length > 0) throw new FencedError';

/**
 * A copy of the program in which a writer no longer looks whether it still owns what it writes. A run
 * with it must fail: otherwise the run would not notice a broken fence either.
 */
export async function removeFence(
  { command, args }: ServiceCommand,
  folder: string,
): Promise<ServiceCommand> {
  const program = args.at(-1) ?? '';
  const code = await readFile(program, 'utf8');
  if (code.split(FENCE).length !== 2) {
    throw new Error(`The fence was not found in ${program}: it is searched for as "${FENCE}".`);
  }
  const copy = join(folder, 'indexer-without-fence');
  await mkdir(join(copy, 'dist'), { recursive: true });
  // Packages are looked up from where the program lies.
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  await symlink(join(dirname(program), '..', 'node_modules'), join(copy, 'dist', 'node_modules'));
  await writeFile(join(copy, 'package.json'), '{"type": "module"}\n');
  const changed = join(copy, 'dist/main.js');
  await writeFile(changed, code.replace(FENCE, 'if (false) throw new FencedError'));
  return { command, args: [...args.slice(0, -1), changed] };
}
