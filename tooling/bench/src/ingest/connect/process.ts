import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { bareEnvironment, logArguments, startServerProcess } from '@intellisite/stack';
import { findFreePort } from '@intellisite/stack/testing';
import type { ConnectProgram } from './program.ts';
import { sinkProperties, workerProperties, type Sink } from './settings.ts';

export interface ConnectProcess {
  pid: number;
  /** Whether it was given partitions and begins to fetch. */
  isFetching(): boolean;
  /** Rejects when a task fails or the process ends by itself. */
  failed: Promise<never>;
  stop(): Promise<void>;
}

/** In a trial of 100,000 messages faster than with G1, which the JVM would choose. */
const MEMORY = ['-Xmx1g', '-XX:+UseParallelGC'];
const CHECK_MS = 1_000;
const STOP_GRACE_MS = 10_000;

/** Starts Kafka Connect in standalone mode with one sink; what it writes is below the parent folder. */
export async function startConnect(
  program: ConnectProgram,
  brokers: string,
  sink: Sink,
  parentFolder: string,
): Promise<ConnectProcess> {
  const folder = join(parentFolder, sink.name);
  mkdirSync(folder);
  const restPort = await findFreePort();
  const offsetFile = join(folder, 'offsets');
  writeFileSync(
    join(folder, 'worker.properties'),
    workerProperties({ brokers, restPort, offsetFile }),
  );
  writeFileSync(join(folder, 'sink.properties'), sinkProperties(sink), { mode: 0o600 });
  const logFile = join(folder, 'connect.log');
  const outputFile = join(folder, 'connect.out.log');
  const server = await startServerProcess({
    name: 'Kafka Connect',
    command: program.java,
    args: [
      ...[...MEMORY, '-Djava.awt.headless=true', ...logArguments(logFile)],
      ...['-cp', join(program.jars, '*'), 'org.apache.kafka.connect.cli.ConnectStandalone'],
      ...['worker.properties', 'sink.properties'],
    ],
    cwd: folder,
    env: bareEnvironment(),
    outputFile,
    stopSignal: 'SIGTERM',
    orphanSignal: 'SIGKILL',
    recordFile: join(folder, 'connect.json'),
    dataDir: folder,
  });
  let stopping = false;

  async function watch(): Promise<never> {
    for (;;) {
      await setTimeout(CHECK_MS);
      if (stopping) return await new Promise<never>(() => undefined);
      if (server.exit() !== null) {
        throw new Error(`Kafka Connect ended. It said:\n${tail(outputFile)}\n${tail(logFile)}`);
      }
      const failure = await failureOf(restPort, sink.name);
      if (failure !== null) throw new Error(`A task of Kafka Connect failed: ${failure}`);
    }
  }

  const failed = watch();
  failed.catch(() => undefined);
  return {
    pid: server.pid,
    isFetching: () => read(logFile).includes('Resetting offset for partition'),
    failed,
    async stop() {
      stopping = true;
      await server.stop(STOP_GRACE_MS);
    },
  };
}

interface SinkStatus {
  tasks: { state: string; trace?: string }[];
}

/** The stack trace of a task that has failed; null while there is none. */
async function failureOf(restPort: number, sink: string): Promise<string | null> {
  const url = `http://127.0.0.1:${String(restPort)}/connectors/${sink}/status`;
  try {
    const response = await fetch(url);
    if (!response.ok) return null;
    const { tasks } = (await response.json()) as SinkStatus;
    return tasks.find(({ state }) => state === 'FAILED')?.trace ?? null;
  } catch {
    // It does not listen yet.
    return null;
  }
}

function read(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function tail(file: string): string {
  return read(file).trimEnd().split('\n').slice(-20).join('\n');
}
