import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** For the owner alone. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/**
 * Writes a secret, one line, in place of what the file held; whoever reads meanwhile gets the one or
 * the other, whole. The folder is made where it is missing.
 *
 * @throws the file system's error
 */
export function writeSecretFile(file: string, secret: string): void {
  const unfinished = writeBeside(file, secret);
  renameSync(unfinished, file);
}

/**
 * The secret that the file keeps; where there is none, a new one from `make`. Of several processes that
 * do this at once, all get the same.
 *
 * @throws the file system's error
 */
export function keepSecretFile(file: string, make: () => string): string {
  const kept = readSecretFile(file);
  if (kept !== null) return kept;
  const unfinished = writeBeside(file, make());
  try {
    // Unlike a rename, it refuses to replace what another process has put there by now.
    linkSync(unfinished, file);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(unfinished, { force: true });
  }
  return readFileSync(file, 'utf8').trimEnd();
}

/** Null: there is no such file. */
export function readSecretFile(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function writeBeside(file: string, secret: string): string {
  mkdirSync(dirname(file), { recursive: true, mode: FOLDER_MODE });
  const unfinished = `${file}.${randomUUID()}`;
  writeFileSync(unfinished, `${secret}\n`, { mode: FILE_MODE, flag: 'wx' });
  return unfinished;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
