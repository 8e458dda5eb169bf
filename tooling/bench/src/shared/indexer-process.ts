import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, serviceCommand } from '@intellisite/stack';
import { execa } from 'execa';

export interface IndexerProcess {
  pid: number;
  /** When it was given its partitions and began to fetch, in ms since 1970; null: not yet. */
  consumingSince(): number | null;
  /** SIGTERM, and waits until it is gone. */
  stop(): Promise<void>;
  /** Rejects when the process ends by itself. */
  failed: Promise<never>;
}

export interface IndexerProcessOptions {
  databaseUrl: string;
  brokers: string;
  detectionsTopic: string;
  alertsTopic: string;
  /** Where its log goes. */
  folder: string;
  /** Of several that share the work of one consumer group. */
  number?: number;
  nodeOptions?: readonly string[];
}

/** Builds the indexer as for production. */
export async function buildIndexer(): Promise<void> {
  await execa('turbo', ['run', 'build', '--filter=@intellisite/indexer'], {
    cwd: ROOT,
    preferLocal: true,
    localDir: ROOT,
  });
}

/** Starts the built indexer as a process of its own; those with one topic of alerts are one consumer group. */
export function startIndexer(options: IndexerProcessOptions): IndexerProcess {
  const { alertsTopic, number = 1 } = options;
  const logFile = join(options.folder, `${alertsTopic}-${String(number)}.log`);
  const log = openSync(logFile, 'a');
  const { command, args } = serviceCommand('indexer');
  let stopping = false;
  const child = spawn(command, [...(options.nodeOptions ?? []), ...args], {
    // Nothing else of ours: a setting of the shell must not change what is measured.
    env: {
      NODE_ENV: 'production',
      DATABASE_URL: options.databaseUrl,
      KAFKA_BROKERS: options.brokers,
      DETECTIONS_TOPIC: options.detectionsTopic,
      ALERTS_TOPIC: alertsTopic,
      CONSUMER_GROUP: alertsTopic,
      METRICS_PORT: '0',
    },
    cwd: options.folder,
    stdio: ['ignore', log, log],
  });
  // A measurement that fails leaves nothing behind.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = once(child, 'exit').finally(() => process.off('exit', kill));
  const { pid } = child;
  if (pid === undefined) throw new Error('The indexer cannot be started: is it built?');
  const failed = ended.then(async ([exitCode]): Promise<never> => {
    if (stopping) return await new Promise<never>(() => undefined);
    const tail = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
    throw new Error(`The indexer ended with code ${String(exitCode)}. Its log ends with:\n${tail}`);
  });
  failed.catch(() => undefined);
  return {
    pid,
    consumingSince() {
      const line = readFileSync(logFile, 'utf8')
        .split('\n')
        .find((candidate) => candidate.includes('"msg":"consuming"'));
      if (line === undefined) return null;
      return Date.parse((JSON.parse(line) as { time: string }).time);
    },
    async stop() {
      stopping = true;
      child.kill('SIGTERM');
      await ended;
    },
    failed,
  };
}
