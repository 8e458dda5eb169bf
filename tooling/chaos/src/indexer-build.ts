import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const INDEXER = join(ROOT, 'apps/indexer');

/** Bundles the indexer as production does; answers the path of the program. */
export async function buildIndexer(): Promise<string> {
  await execa('turbo', ['run', 'build', '--filter', '@intellisite/indexer'], {
    cwd: ROOT,
    preferLocal: true,
    localDir: ROOT,
  });
  return join(INDEXER, 'dist/main.js');
}

const FENCE = 'if (moved.length > 0) throw new FencedError';

/**
 * A copy of the program in which a writer no longer looks whether it still owns what it writes. A run
 * with it must fail: otherwise the run would not notice a broken fence either.
 */
export async function removeFence(program: string, folder: string): Promise<string> {
  const code = await readFile(program, 'utf8');
  if (code.split(FENCE).length !== 2) {
    throw new Error(`The fence was not found in ${program}: it is searched for as "${FENCE}".`);
  }
  const copy = join(folder, 'indexer-without-fence');
  await mkdir(join(copy, 'dist'), { recursive: true });
  // Packages are looked up from where the program lies.
  await symlink(join(INDEXER, 'node_modules'), join(copy, 'node_modules'));
  await writeFile(join(copy, 'package.json'), '{"type": "module"}\n');
  const changed = join(copy, 'dist/main.js');
  await writeFile(changed, code.replace(FENCE, 'if (false) throw new FencedError'));
  return changed;
}
