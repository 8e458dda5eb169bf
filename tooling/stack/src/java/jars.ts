import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { errorCode, explainFileError, StackError } from '../stack-error.ts';
import type { JavaProgram } from './java-program.ts';

const UNFINISHED = 'unfinished-';
const HOUR_MS = 3_600_000;

/**
 * The folder with the program's jars. Fetched with Maven when there is none for this very POM: a folder gets its
 * name, the POM's hash, only when it is complete.
 */
export async function fetchJars(
  program: JavaProgram,
  onProgress: (message: string) => void,
): Promise<string> {
  const pom = join(program.folder, 'pom.xml');
  const lib = join(program.folder, 'lib');
  const name = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 16);
  const jars = join(lib, name);
  if (existsSync(jars)) return jars;
  onProgress(`fetching ${program.jars} with Maven (${String(program.megabytes)} MB, once)`);
  try {
    mkdirSync(lib, { recursive: true });
    removeLeftovers(lib);
    const unfinished = mkdtempSync(join(lib, UNFINISHED));
    try {
      await copyDependencies(program, pom, unfinished);
      renameSync(unfinished, jars);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  } catch (error) {
    // Another start was faster: its folder is as good.
    if (!existsSync(jars)) throw explainFileError(error, lib);
  }
  return jars;
}

async function copyDependencies(
  { name, jars, otherwise }: JavaProgram,
  pom: string,
  target: string,
): Promise<void> {
  const result = await execa(
    'mvn',
    ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${target}`],
    { reject: false, all: true, stdin: 'ignore' },
  );
  if (result.exitCode === 0 && readdirSync(target).some((file) => file.endsWith('.jar'))) return;
  if (errorCode(result.cause) === 'ENOENT') {
    throw new StackError(
      `${name} is fetched with Maven, which is not on the PATH. Install it (Debian: apt-get install maven; macOS: brew install maven), or ${otherwise}.`,
    );
  }
  if (result.all.includes('No space left on device')) {
    throw Object.assign(new Error(result.all), { code: 'ENOSPC' });
  }
  const complaint = result.all.split('\n').find((line) => line.includes('ERROR'));
  throw new StackError(
    `Maven could not fetch ${jars}: ${(complaint ?? result.all).replace(/^\[ERROR\]\s*/, '').trim()} See that Maven reaches its repository, or ${otherwise}.`,
  );
}

function removeLeftovers(lib: string): void {
  for (const name of readdirSync(lib)) {
    const folder = join(lib, name);
    const abandoned = Date.now() - statSync(folder).mtimeMs > HOUR_MS;
    if (name.startsWith(UNFINISHED) && abandoned) rmSync(folder, { recursive: true, force: true });
  }
}
