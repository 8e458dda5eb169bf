import { accessSync, chmodSync, constants, mkdirSync, realpathSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { errorCode, explainFileError, StackError } from './stack-error.ts';

export interface DataDir {
  /** Absolute, without symbolic links: also the identity of the folder in the records of its processes. */
  path: string;
  logs: string;
  /** Records of what runs. */
  run: string;
  /** What V8 has compiled of the services, for their next start. */
  compiled: string;
}

/**
 * Makes the data folder where it is missing. Throws a `StackError` when it cannot be used: read-only, full,
 * not a folder, another user's.
 */
export function openDataDir(folder: string): DataDir {
  const wanted = resolve(folder);
  try {
    makeFolder(wanted);
    const path = realpathSync(wanted);
    refuseAnotherUsers(path);
    accessSync(path, constants.W_OK | constants.X_OK);
    // Postgres runs as another user then, who has to pass through; secrets have modes of their own.
    if (process.getuid?.() === 0) chmodSync(path, statSync(path).mode | 0o011);
    const below = (name: string): string => join(path, name);
    const dataDir = { path, logs: below('logs'), run: below('run'), compiled: below('compiled') };
    mkdirSync(dataDir.logs, { recursive: true, mode: 0o700 });
    mkdirSync(dataDir.run, { recursive: true, mode: 0o700 });
    mkdirSync(dataDir.compiled, { recursive: true, mode: 0o700 });
    return dataDir;
  } catch (error) {
    throw explainFileError(error, wanted);
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    // Node says so of a read-only file system; asked for one folder alone, it tells the truth.
    if (errorCode(error) === 'ENOENT') mkdirSync(folder, { mode: 0o700 });
    else throw error;
  }
}

function refuseAnotherUsers(path: string): void {
  const owner = statSync(path).uid;
  if (process.getuid === undefined || owner === process.getuid()) return;
  throw new StackError(
    `The data folder ${path} belongs to another user (uid ${String(owner)}, you are ${userInfo().username}). Start as that user, or set DATA_DIR to a folder of your own.`,
  );
}
