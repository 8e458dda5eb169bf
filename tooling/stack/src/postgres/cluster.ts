import { createHash, randomBytes } from 'node:crypto';
import {
  appendFileSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import type { DataDir } from '../data-dir.ts';
import { bareEnvironment } from '../env.ts';
import { explainFileError, StackError } from '../stack-error.ts';
import type { PostgresBinaries } from './binaries.ts';
import { serverSettings, type ServerSettings } from './server-settings.ts';
import { canEnter, RELOCATED_ROOT, type PostgresUser } from './postgres-user.ts';

export const SUPERUSER = 'postgres';
/** The name of the application's role and of its database. */
export const APPLICATION = 'intellisite';
const SETTINGS_FILE = 'intellisite.conf';
const passwordsSchema = z.object({ superuser: z.string().min(1), application: z.string().min(1) });

export interface Cluster {
  folder: string;
  passwords: z.output<typeof passwordsSchema>;
}

export interface ClusterOptions {
  dataDir: DataDir;
  binaries: PostgresBinaries;
  user: PostgresUser | null;
  createDatabases: boolean;
  onProgress: (message: string) => void;
}

/** The cluster of a data folder, made when it is missing or was left unfinished. */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const { dataDir, binaries } = options;
  const folder = place(options);
  const cluster = join(folder, 'data');
  const versionFile = join(cluster, 'PG_VERSION');
  const passwordFile = join(dataDir.path, 'postgres-passwords.json');
  const exists = existsSync(versionFile);
  if (exists && !existsSync(passwordFile)) {
    throw new StackError(
      `The password of the database is gone: ${passwordFile} is missing. Put it back, or remove ${dataDir.path} to start with an empty database.`,
    );
  }
  const passwords = readOrMakePasswords(passwordFile);
  if (!exists) {
    options.onProgress('creating the Postgres database');
    await create(folder, passwords, options);
  }
  const major = Number(readFileSync(versionFile, 'utf8'));
  if (major !== binaries.major) {
    throw new StackError(
      `The database in ${cluster} was made by Postgres ${String(major)}, this version brings Postgres ${String(binaries.major)}. Set DATA_DIR to another folder, or DATABASE_URL to a Postgres ${String(major)} that runs it.`,
    );
  }
  return { folder: cluster, passwords };
}

export function writeSettings(folder: string, settings: ServerSettings): void {
  writeFileSync(join(folder, SETTINGS_FILE), serverSettings(settings), { mode: 0o644 });
}

/** DATA_DIR/postgres; a link to a folder elsewhere when the Postgres user cannot pass through to it. */
function place({ dataDir, user, onProgress }: ClusterOptions): string {
  const folder = join(dataDir.path, 'postgres');
  const link = lstatSync(folder, { throwIfNoEntry: false });
  if (link?.isSymbolicLink() === true) return readlinkSync(folder);
  if (link !== undefined || user === null) return folder;
  mkdirSync(folder, { mode: 0o700 });
  chownSync(folder, user.uid, user.gid);
  if (canEnter(user, folder)) return folder;
  rmSync(folder, { recursive: true });
  const name = createHash('sha256').update(dataDir.path).digest('hex').slice(0, 16);
  const elsewhere = join(RELOCATED_ROOT, name, 'postgres');
  onProgress(
    `keeping the database in ${elsewhere}, because Postgres cannot run as root and user ${user.name} cannot enter ${dataDir.path}`,
  );
  // One that is there belonged to a data folder of this name that was deleted.
  rmSync(elsewhere, { recursive: true, force: true });
  mkdirSync(dirname(elsewhere), { recursive: true, mode: 0o755 });
  symlinkSync(elsewhere, folder);
  return elsewhere;
}

/** Under another name first, renamed when complete: a start that was killed leaves nothing half-made. */
async function create(
  folder: string,
  passwords: Cluster['passwords'],
  { dataDir, binaries, user, createDatabases }: ClusterOptions,
): Promise<void> {
  const unfinished = join(folder, 'unfinished');
  const passwordFile = join(folder, 'superuser-password');
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(passwordFile, passwords.superuser, { mode: 0o600 });
    if (user !== null) {
      chownSync(passwordFile, user.uid, user.gid);
      chownSync(folder, user.uid, user.gid);
    }
    const run = { folder, user };
    await runProgram(run, binaries.initdb, [
      `--pgdata=${unfinished}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      // The server's first checkpoint syncs; an unfinished folder is thrown away.
      '--no-sync',
    ]);
    rmSync(passwordFile);
    appendFileSync(join(unfinished, 'postgresql.conf'), `\ninclude = '${SETTINGS_FILE}'\n`);
    writeSettings(unfinished, { port: 5432, fsync: true, replication: false });
    // Single-user mode: before anybody can connect, and without a client library.
    await runProgram(
      run,
      binaries.postgres,
      ['--single', '-j', '-D', unfinished, 'postgres'],
      `CREATE ROLE ${APPLICATION} LOGIN ${createDatabases ? 'CREATEDB' : ''} PASSWORD '${passwords.application}';\n\n` +
        `CREATE DATABASE ${APPLICATION} OWNER ${APPLICATION};\n\n`,
    );
    renameSync(unfinished, join(folder, 'data'));
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw explainFileError(error, dataDir.path);
  }
}

async function runProgram(
  { folder, user }: { folder: string; user: PostgresUser | null },
  command: string,
  args: string[],
  input = '',
): Promise<void> {
  const { exitCode, stderr, cause } = await execa(command, args, {
    ...(user === null ? {} : { uid: user.uid, gid: user.gid }),
    cwd: folder,
    input,
    env: bareEnvironment(),
    extendEnv: false,
    reject: false,
  });
  const complaint = stderr.split('\n').find((line) => /\b(ERROR|FATAL|PANIC|error):/.test(line));
  if (exitCode === 0 && complaint === undefined) return;
  if (stderr.includes('No space left on device')) {
    throw Object.assign(new Error(stderr), { code: 'ENOSPC' });
  }
  throw new StackError(
    `Postgres could not create its database in ${folder}: ${(complaint ?? stderr).trim()}`,
    { cause },
  );
}

function readOrMakePasswords(file: string): Cluster['passwords'] {
  if (!existsSync(file)) {
    const password = () => randomBytes(24).toString('hex');
    const unfinished = `${file}.${String(process.pid)}`;
    writeFileSync(unfinished, JSON.stringify({ superuser: password(), application: password() }), {
      mode: 0o600,
    });
    renameSync(unfinished, file);
  }
  return passwordsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}
