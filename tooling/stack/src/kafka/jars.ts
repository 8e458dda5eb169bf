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

/** The folder of the POM, with lib/ for what it names. */
export const KAFKA_FOLDER = join(import.meta.dirname, '..', '..', 'kafka');

const UNFINISHED = 'unfinished-';
const HOUR_MS = 3_600_000;

/**
 * The folder with the broker's jars. Fetched with Maven when there is none for this very POM: a folder gets its
 * name, the POM's hash, only when it is complete.
 */
export async function fetchKafkaJars(
  onProgress: (message: string) => void,
  kafkaFolder = KAFKA_FOLDER,
): Promise<string> {
  const pom = join(kafkaFolder, 'pom.xml');
  const lib = join(kafkaFolder, 'lib');
  const name = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 16);
  const jars = join(lib, name);
  if (existsSync(jars)) return jars;
  onProgress("fetching Kafka's jars with Maven (45 MB, once)");
  try {
    mkdirSync(lib, { recursive: true });
    removeLeftovers(lib);
    const unfinished = mkdtempSync(join(lib, UNFINISHED));
    try {
      await copyDependencies(pom, unfinished);
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

async function copyDependencies(pom: string, target: string): Promise<void> {
  const result = await execa(
    'mvn',
    ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${target}`],
    { reject: false, all: true, stdin: 'ignore' },
  );
  if (result.exitCode === 0 && readdirSync(target).some((file) => file.startsWith('kafka_')))
    return;
  if (errorCode(result.cause) === 'ENOENT') {
    throw new StackError(
      'The local Kafka is fetched with Maven, which is not on the PATH. Install it (Debian: apt-get install maven; macOS: brew install maven), or set KAFKA_BROKERS to a Kafka of your own.',
    );
  }
  if (result.all.includes('No space left on device')) {
    throw Object.assign(new Error(result.all), { code: 'ENOSPC' });
  }
  const complaint = result.all.split('\n').find((line) => line.includes('ERROR'));
  throw new StackError(
    `Maven could not fetch Kafka's jars: ${(complaint ?? result.all).replace(/^\[ERROR\]\s*/, '').trim()} See that Maven reaches its repository, or set KAFKA_BROKERS to a Kafka of your own.`,
  );
}

function removeLeftovers(lib: string): void {
  for (const name of readdirSync(lib)) {
    const folder = join(lib, name);
    const abandoned = Date.now() - statSync(folder).mtimeMs > HOUR_MS;
    if (name.startsWith(UNFINISHED) && abandoned) rmSync(folder, { recursive: true, force: true });
  }
}
