import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerExit } from '../process/server-process.ts';
import type { Java } from '../java/java.ts';

const UNFINISHED = '.unfinished-';

export interface ClassArchive {
  /** For the JVM: to use the archive, or to write it as it ends. */
  args: readonly string[];
  /** Call when the JVM has ended: the next one uses what it wrote. */
  ended: (exit: ServerExit) => void;
}

/**
 * Kafka's classes as the JVM has read them (class data sharing). Without them, it spends a third of its
 * start on reading them. Made by the first broker that is stopped in peace, beside the jars, for this very
 * Java; one that does not fit is passed over by the JVM.
 */
export function classArchive(jars: string, { version }: Java): ClassArchive {
  const build = createHash('sha256').update(version).digest('hex').slice(0, 8);
  const file = join(jars, `classes-${build}.jsa`);
  if (existsSync(file)) return { args: [`-XX:SharedArchiveFile=${file}`], ended: () => undefined };
  for (const name of readdirSync(jars)) {
    // Of a start that was killed: whoever writes at this moment loses nothing but the archive.
    if (name.includes(UNFINISHED)) rmSync(join(jars, name), { force: true });
  }
  // Several may write at once, and any of them may be killed while it does.
  const unfinished = `${file}${UNFINISHED}${randomBytes(4).toString('hex')}`;
  return {
    args: [`-XX:ArchiveClassesAtExit=${unfinished}`],
    ended({ signal }) {
      if (!existsSync(unfinished)) return;
      if (signal === null) renameSync(unfinished, file);
      else rmSync(unfinished);
    },
  };
}
