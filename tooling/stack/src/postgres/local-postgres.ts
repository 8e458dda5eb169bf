import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openDataDir, type DataDir } from '../data-dir.ts';
import { bareEnvironment } from '../env.ts';
import { LOOPBACK, requireFreePort } from '../ports.ts';
import { boundLogFile, followLog } from '../process/log-file.ts';
import { commandLineOf, processIdentity } from '../process/process-identity.ts';
import { endProcess, endRecorded } from '../process/process-record.ts';
import { startServerProcess, type ServerProcess } from '../process/server-process.ts';
import { errorCode, explainFileError, StackError } from '../stack-error.ts';
import { awaitStart } from './await-start.ts';
import { foreignBinaries, locateBinaries } from './binaries.ts';
import { APPLICATION, openCluster, SUPERUSER, writeSettings, type Cluster } from './cluster.ts';
import { choosePostgresUser } from './postgres-user.ts';

export interface LocalPostgresOptions {
  /** The cluster is kept below it; made when missing. */
  dataDir: string;
  port: number;
  /** Told once for each thing that takes time, in words for a person. */
  onProgress?: (message: string) => void;
  /** Whether the application's role may create databases; decided when the cluster is made. */
  createDatabases?: boolean;
  /**
   * False is for throw-away clusters: commits still reach the system's file cache before they are
   * acknowledged, so they survive a SIGKILL of Postgres, but not the loss of power.
   */
  fsync?: boolean;
  /** Remove the data folder when we are killed without having stopped the server. */
  removedWithUs?: boolean;
  /** Whether base backups can be taken; not unless given. */
  replication?: boolean;
  /** A folder with another Postgres's programs in place of those that are brought along. */
  programs?: string | undefined;
  /** How long a server that starts may say nothing, not even that it recovers; a minute unless given. */
  silenceMs?: number;
  /** Ends a start that is under way, also one of `restart`: it rejects with the signal's reason. */
  signal?: AbortSignal;
}

export interface LocalPostgres {
  /** The application's role on its own database. */
  readonly url: string;
  /** The application's role on database `postgres`, from where it may create databases if it was allowed to. */
  readonly postgresUrl: string;
  /** A superuser, on database `postgres`. */
  readonly superuserUrl: string;
  readonly port: number;
  /** Where its data folder is. */
  readonly dataDir: string;
  /** Of the postmaster that runs or ran last. */
  pid: () => number;
  /** Resolves when the server that runs now ends, for whatever reason. */
  exited: () => Promise<void>;
  /** SIGKILL of the postmaster; resolves when it has ended. */
  kill: () => Promise<void>;
  /** Whether one that starts replays what a crash has left: it may take minutes, and is waited for. */
  isRecovering: () => boolean;
  /** Starts it again on the same port, after ending it if it runs. */
  restart: () => Promise<void>;
  /** Disconnects the clients and ends the server, also one that `restart` is waiting for. */
  stop: () => Promise<void>;
}

const NAME = 'Postgres';
const SILENCE_MS = 60_000;
const STOP_GRACE_MS = 10_000;

/**
 * Starts Postgres (18 unless `programs` are another) on 127.0.0.1, however long it recovers from a crash. Throws a
 * `StackError` for what a person has to set right.
 */
export async function startLocalPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const { port, onProgress = () => undefined } = options;
  const dataDir = openDataDir(options.dataDir);
  const user = choosePostgresUser();
  const binaries =
    options.programs === undefined
      ? locateBinaries(user, onProgress)
      : await foreignBinaries(options.programs);
  await endOrphan(dataDir, onProgress);
  const cluster = await openCluster({
    dataDir,
    binaries,
    user,
    createDatabases: options.createDatabases ?? false,
    onProgress,
  });
  let isRecovering = false;
  let ending = new AbortController();
  async function start(): Promise<ServerProcess> {
    ending = new AbortController();
    const signals = [ending.signal, options.signal].filter((signal) => signal !== undefined);
    try {
      return await launch({
        dataDir,
        cluster,
        binary: binaries.postgres,
        user,
        port,
        options,
        onProgress,
        onRecovering() {
          if (!isRecovering) onProgress('Postgres recovers from a crash, which can take minutes');
          isRecovering = true;
        },
        signal: AbortSignal.any(signals),
      });
    } finally {
      isRecovering = false;
    }
  }
  let starting = start();
  let server = await starting;
  const urlFor = (role: string, password: string, database: string) =>
    `postgresql://${role}:${password}@${LOOPBACK}:${String(port)}/${database}`;
  const { superuser, application } = cluster.passwords;
  return {
    url: urlFor(APPLICATION, application, APPLICATION),
    postgresUrl: urlFor(APPLICATION, application, 'postgres'),
    superuserUrl: urlFor(SUPERUSER, superuser, 'postgres'),
    port,
    dataDir: dataDir.path,
    pid: () => server.pid,
    exited: async () => {
      await server.exited;
    },
    kill: () => server.kill(),
    isRecovering: () => isRecovering,
    restart: async () => {
      if (server.exit() === null) await server.stop(STOP_GRACE_MS);
      starting = start();
      server = await starting;
    },
    stop: async () => {
      ending.abort();
      const started = await starting.catch(() => null);
      await started?.stop(STOP_GRACE_MS);
    },
  };
}

interface Launch {
  dataDir: DataDir;
  cluster: Cluster;
  binary: string;
  user: { uid: number; gid: number } | null;
  port: number;
  options: LocalPostgresOptions;
  onProgress: (message: string) => void;
  onRecovering: () => void;
  signal: AbortSignal;
}

async function launch(launch: Launch): Promise<ServerProcess> {
  const { dataDir, cluster, port, onProgress, onRecovering, signal } = launch;
  const { silenceMs = SILENCE_MS } = launch.options;
  const logFile = join(dataDir.logs, 'postgres.log');
  const deadline = Date.now() + silenceMs;
  await endClusterOwner(cluster.folder, onProgress);
  await requireFreePort(port, NAME, 'LOCAL_POSTGRES_PORT');
  try {
    boundLogFile(logFile);
    const { fsync = true, replication = false } = launch.options;
    writeSettings(cluster.folder, { port, fsync, replication });
  } catch (error) {
    throw explainFileError(error, dataDir.path);
  }
  for (;;) {
    signal.throwIfAborted();
    const log = followLog(logFile);
    const server = await startServerProcess({
      name: NAME,
      command: launch.binary,
      args: ['-D', cluster.folder],
      cwd: '/',
      env: bareEnvironment(),
      user: launch.user ?? undefined,
      outputFile: logFile,
      stopSignal: 'SIGINT',
      orphanSignal: 'SIGINT',
      recordFile: recordFile(dataDir),
      dataDir: dataDir.path,
      removedWithUs: launch.options.removedWithUs === true ? dataDir.path : undefined,
    });
    const isServing = await awaitStart({
      server,
      port,
      isReady: () => isReady(cluster.folder, server.pid),
      onRecovering,
      silenceMs,
      signal,
    });
    if (isServing) return server;
    if (signal.aborted) {
      await server.stop(STOP_GRACE_MS);
      signal.throwIfAborted();
    }
    await server.kill();
    const output = log.read();
    // The backends of a postmaster that was killed need a moment to notice.
    const leftovers = /pre-existing shared memory block|lock file .* already exists/.test(output);
    if (!leftovers || Date.now() > deadline) throw startFailure(output, logFile, launch);
  }
}

/** That it was not ready yet. */
const TOLD_WHO_ASKED = 'the database system is ';

function startFailure(output: string, logFile: string, { dataDir, port }: Launch): unknown {
  if (output.includes('No space left on device')) {
    return explainFileError(Object.assign(new Error(output), { code: 'ENOSPC' }), dataDir.path);
  }
  const complaint = output
    .split('\n')
    .findLast((line) => /FATAL:|PANIC:/.test(line) && !line.includes(TOLD_WHO_ASKED));
  const reason = complaint?.replace(/^.*?(FATAL|PANIC):\s*/, '') ?? 'it said nothing';
  return new StackError(
    `Postgres did not start on ${LOOPBACK}:${String(port)}: ${reason}. Its log is ${logFile}.`,
  );
}

/** As pg_ctl does: the eighth line of postmaster.pid, in which a replica says `standby`. */
function isReady(cluster: string, pid: number): boolean {
  const [first, , , , , , , status] = readPostmasterFile(cluster) ?? [];
  return Number(first) === pid && ['ready', 'standby'].includes(status?.trim() ?? '');
}

function readPostmasterFile(cluster: string): string[] | null {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function recordFile(dataDir: DataDir): string {
  return join(dataDir.run, 'postgres.json');
}

async function endOrphan(dataDir: DataDir, onProgress: Launch['onProgress']): Promise<void> {
  const ended = await endRecorded(recordFile(dataDir), {
    dataDir: dataDir.path,
    signal: 'SIGINT',
    graceMs: STOP_GRACE_MS,
  });
  if (ended !== null)
    onProgress(`ended a Postgres that was left running (pid ${String(ended.pid)})`);
}

/**
 * The cluster's own record of its postmaster. It is one of ours left behind when that process runs on this
 * cluster; any other process merely got the pid of a dead one, which Postgres would take for a postmaster.
 */
async function endClusterOwner(cluster: string, onProgress: Launch['onProgress']): Promise<void> {
  const pid = Number(readPostmasterFile(cluster)?.[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  const identity = processIdentity(pid);
  if (identity === null) return;
  if (commandLineOf(pid).endsWith(` -D ${cluster}`)) {
    onProgress(`ending a Postgres that was left running (pid ${String(pid)})`);
    await endProcess(pid, identity, { signal: 'SIGINT', graceMs: STOP_GRACE_MS });
  } else {
    rmSync(join(cluster, 'postmaster.pid'));
  }
}
