import { join } from 'node:path';
import { execa } from 'execa';
import { javaHome } from '../env.ts';
import { StackError } from '../stack-error.ts';
import type { JavaProgram } from './java-program.ts';

const OLDEST_JAVA = 17;

export interface Java {
  command: string;
  /** What it says of itself: differs between any two builds. */
  version: string;
}

/** Java from JAVA_HOME or the PATH. Throws a `StackError` when it is missing or too old. */
export async function findJava({ name, otherwise }: JavaProgram): Promise<Java> {
  const home = javaHome();
  const command = home === undefined ? 'java' : join(home, 'bin', 'java');
  const { exitCode, stderr, stdout } = await execa(command, ['-version'], { reject: false });
  if (exitCode !== 0) {
    const where = home === undefined ? 'is not on the PATH' : `is not in JAVA_HOME (${home})`;
    throw new StackError(
      `${name} needs Java ${String(OLDEST_JAVA)} or newer, which ${where}. Install it (Debian: apt-get install openjdk-17-jre-headless; macOS: brew install openjdk), or ${otherwise}.`,
    );
  }
  const version = stderr + stdout;
  const major = /version "(?:1\.)?(\d+)/.exec(version)?.[1];
  if (Number(major) >= OLDEST_JAVA) return { command, version };
  throw new StackError(
    `${name} needs Java ${String(OLDEST_JAVA)} or newer, ${command} is Java ${major ?? 'of an unknown version'}. Install a newer one and set JAVA_HOME to it, or ${otherwise}.`,
  );
}
