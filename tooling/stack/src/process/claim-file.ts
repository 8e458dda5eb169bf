import { createHash, randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { errorCode } from '../stack-error.ts';

/**
 * Makes `file` hold `content`, unless what it holds already is of a process that lives, as `isHeld` says of a
 * content; answers null, or the content of whoever has it, or is just taking it.
 *
 * At most one process of a machine has the file, however many ask at once, and whenever one of them is killed:
 * a link refuses to replace what is there, and what somebody dead has left is replaced by nobody but the one
 * who has the file that is named after just that, claimed in the same way. No content is ever written twice by
 * different processes, so who looked before others came and went finds that out before it replaces anything.
 *
 * @throws the error of the file system
 */
export function claimFile(
  file: string,
  content: string,
  isHeld: (content: string) => boolean,
): string | null {
  const own = `${file}.${randomUUID()}`;
  try {
    writeFileSync(own, content, { mode: 0o600, flag: 'wx' });
    for (;;) {
      if (linkNew(own, file)) return null;
      const found = readIfThere(file);
      if (found === null) continue;
      if (isHeld(found)) return found;
      const turn = `${file}.after-${createHash('sha256').update(found).digest('hex')}`;
      const other = claimFile(turn, content, isHeld);
      if (other !== null) return other;
      try {
        if (readIfThere(file) !== found) continue;
        renameSync(own, file);
        return null;
      } finally {
        rmSync(turn, { force: true });
      }
    }
  } finally {
    rmSync(own, { force: true });
  }
}

function linkNew(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
