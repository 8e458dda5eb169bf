import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { openDataDir, type DataDir } from '../data-dir.ts';
import { inheritedEnvironment } from '../env.ts';
import { findFreePort, LOOPBACK, requireFreePort } from '../ports.ts';
import { fetchJars } from '../java/jars.ts';
import { findJava, type Java } from '../java/java.ts';
import { logArguments } from '../java/log-arguments.ts';
import { boundLogFile, followLog } from '../process/log-file.ts';
import { endRecorded } from '../process/process-record.ts';
import { startServerProcess, type ServerProcess } from '../process/server-process.ts';
import { waitUntil } from '../process/wait-until.ts';
import { explainFileError, StackError } from '../stack-error.ts';
import { brokerConfig, type ProxiedListener } from './broker-config.ts';
import { BROKER } from './broker-program.ts';
import { classArchive } from './class-archive.ts';

export interface LocalKafkaOptions {
  /** The broker's data is kept below it; made when missing. */
  dataDir: string;
  port: number;
  /** Told once for each thing that takes time, in words for a person. */
  onProgress?: (message: string) => void;
  /** Remove the data folder when we are killed without having stopped the broker. */
  removedWithUs?: boolean;
  /** For clients that come through a proxy. */
  proxied?: readonly ProxiedListener[];
}

export interface LocalKafka {
  readonly brokers: string[];
  readonly port: number;
  /** Of the broker that runs or ran last. */
  pid: () => number;
  /** Resolves when the broker that runs now ends, for whatever reason. */
  exited: () => Promise<void>;
  /** SIGKILL; resolves when the broker has ended. */
  kill: () => Promise<void>;
  /** SIGKILL, and everything that it stored is removed: the next start is that of a new, empty cluster. */
  loseData: () => Promise<void>;
  /** Starts it again on the same port, after ending it if it runs. */
  restart: () => Promise<void>;
  stop: () => Promise<void>;
}

const NAME = 'Kafka';
const START_DEADLINE_MS = 60_000;
const STOP_GRACE_MS = 10_000;
const LOG_FOLDER = 'data';

/** Starts a Kafka broker in KRaft mode on 127.0.0.1. Throws a `StackError` for what a person has to set right. */
export async function startLocalKafka(options: LocalKafkaOptions): Promise<LocalKafka> {
  const { port, onProgress = () => undefined } = options;
  const dataDir = openDataDir(options.dataDir);
  const java = await findJava(BROKER);
  const jars = await fetchJars(BROKER, onProgress);
  await endOrphan(dataDir, onProgress);
  const folder = join(dataDir.path, 'kafka');
  const start = () => launch({ dataDir, folder, java, jars, port, options, onProgress });
  let server = await start();
  return {
    brokers: [`${LOOPBACK}:${String(port)}`],
    port,
    pid: () => server.pid,
    exited: async () => {
      await server.exited;
    },
    kill: () => server.kill(),
    loseData: async () => {
      await server.kill();
      rmSync(join(folder, LOG_FOLDER), { recursive: true, force: true });
    },
    restart: async () => {
      if (server.exit() === null) await server.stop(STOP_GRACE_MS);
      server = await start();
    },
    stop: () => server.stop(STOP_GRACE_MS),
  };
}

interface Launch {
  dataDir: DataDir;
  folder: string;
  java: Java;
  jars: string;
  port: number;
  options: LocalKafkaOptions;
  onProgress: (message: string) => void;
}

async function launch(launch: Launch): Promise<ServerProcess> {
  const { dataDir, folder, java, jars, port } = launch;
  const logFile = join(dataDir.logs, 'kafka.log');
  const outputFile = join(dataDir.logs, 'kafka.out.log');
  await requireFreePort(port, NAME, 'LOCAL_KAFKA_PORT');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    boundLogFile(outputFile);
    await format(launch);
    const config = {
      port,
      controllerPort: await findFreePort(),
      logFolder: LOG_FOLDER,
      proxied: launch.options.proxied ?? [],
    };
    writeFileSync(join(folder, 'server.properties'), brokerConfig(config));
  } catch (error) {
    throw explainFileError(error, dataDir.path);
  }
  const log = followLog(logFile);
  const output = followLog(outputFile);
  const archive = classArchive(jars, java);
  const server = await startServerProcess({
    name: NAME,
    command: java.command,
    args: [
      ...archive.args,
      // Compiled fast rather than well: the start takes two thirds of the processor time, and a broker that
      // has moved a million messages has still spent less than one that was compiled twice.
      '-XX:TieredStopAtLevel=1',
      '-Xms256m',
      '-Xmx512m',
      '-XX:+UseSerialGC',
      '-XX:+ExitOnOutOfMemoryError',
      '-Djava.awt.headless=true',
      ...logArguments('../logs/kafka.log'),
      '-cp',
      join(jars, '*'),
      'kafka.Kafka',
      'server.properties',
    ],
    cwd: folder,
    env: inheritedEnvironment(),
    outputFile,
    stopSignal: 'SIGTERM',
    orphanSignal: 'SIGTERM',
    recordFile: recordFile(dataDir),
    dataDir: dataDir.path,
    removedWithUs: launch.options.removedWithUs === true ? dataDir.path : undefined,
  });
  void server.exited.then(archive.ended);
  const isReady = () => log.read().includes('Kafka Server started');
  await waitUntil(() => server.exit() !== null || isReady(), { deadlineMs: START_DEADLINE_MS });
  if (server.exit() === null && isReady()) return server;
  await server.kill();
  throw startFailure(`${output.read()}\n${log.read()}`, logFile, launch);
}

function startFailure(output: string, logFile: string, { dataDir, port }: Launch): unknown {
  if (output.includes('No space left on device')) {
    return explainFileError(Object.assign(new Error(output), { code: 'ENOSPC' }), dataDir.path);
  }
  const complaint = output.split('\n').find((line) => /(Exception|Error): \S/.test(line));
  const reason = complaint?.replace(/^.*?(Exception|Error): /, '').trim() ?? 'it said nothing';
  return new StackError(
    `Kafka did not start on ${LOOPBACK}:${String(port)}: ${reason} Its log is ${logFile}.`,
  );
}

/** Under another name first, renamed when complete: a start that was killed leaves nothing half-made. */
async function format({ folder, java, jars, onProgress }: Launch): Promise<void> {
  const target = join(folder, LOG_FOLDER);
  if (existsSync(target)) return;
  onProgress("formatting Kafka's storage");
  const unfinished = 'unfinished';
  const config = 'format.properties';
  rmSync(join(folder, unfinished), { recursive: true, force: true });
  const content = brokerConfig({ port: 1, controllerPort: 2, logFolder: unfinished });
  writeFileSync(join(folder, config), content);
  const clusterId = randomBytes(16).toString('base64url');
  const { exitCode, stderr, stdout } = await execa(
    java.command,
    [
      '-XX:TieredStopAtLevel=1',
      '-XX:+UseSerialGC',
      '-cp',
      join(jars, '*'),
      'kafka.tools.StorageTool',
      'format',
      `--cluster-id=${clusterId}`,
      `--config=${config}`,
    ],
    { cwd: folder, reject: false, stdin: 'ignore' },
  );
  if (exitCode !== 0) {
    const output = `${stderr}\n${stdout}`;
    if (output.includes('No space left on device')) {
      throw Object.assign(new Error(output), { code: 'ENOSPC' });
    }
    throw new StackError(`Kafka's storage in ${folder} could not be formatted: ${output.trim()}`);
  }
  renameSync(join(folder, unfinished), target);
  rmSync(join(folder, config));
}

function recordFile(dataDir: DataDir): string {
  return join(dataDir.run, 'kafka.json');
}

async function endOrphan(dataDir: DataDir, onProgress: Launch['onProgress']): Promise<void> {
  const ended = await endRecorded(recordFile(dataDir), {
    dataDir: dataDir.path,
    signal: 'SIGTERM',
    graceMs: STOP_GRACE_MS,
  });
  if (ended !== null) onProgress(`ended a Kafka that was left running (pid ${String(ended.pid)})`);
}
