import { setTimeout } from 'node:timers/promises';
import { createPool, migrate, readHeads } from '@intellisite/db';
import { startIndexer, type IndexerProcess } from '../shared/indexer-process.ts';
import { cpuSeconds, residentBytes } from '../shared/process-usage.ts';
import type { Backlog } from './backlog.ts';
import type { Result, Servers } from './result.ts';
import { countServerCpu } from './server-usage.ts';

const POLL_MS = 10;

export interface IndexerOptions {
  servers: Servers;
  backlog: Backlog;
  databaseUrl: string;
  folder: string;
  /** Unlike those of the other rounds. */
  alertsTopic: string;
  nodeOptions?: readonly string[];
  /** How many share the partitions; one unless given. */
  processes?: number;
  /** Told now and then how far it is. */
  onProgress?: (indexed: number, residentBytes: number) => void;
}

/** Built indexers, from the first fetch of one until everything is committed, and until all alerts are relayed. */
export async function runIndexer(options: IndexerOptions): Promise<Result> {
  const { servers, backlog, databaseUrl } = options;
  await migrate(databaseUrl);
  const pool = createPool({ databaseUrl, applicationName: 'bench' });
  const indexers = Array.from({ length: options.processes ?? 1 }, (_, index) =>
    startIndexer({
      databaseUrl,
      brokers: servers.brokers,
      detectionsTopic: backlog.topic,
      alertsTopic: options.alertsTopic,
      folder: options.folder,
      number: index + 1,
      nodeOptions: options.nodeOptions ?? [],
    }),
  );
  const memoryOf = (kind: 'now' | 'highest'): number =>
    Math.max(...indexers.map(({ pid }) => residentBytes(pid)?.[kind] ?? 0));
  const clientCpu = (): number =>
    indexers.reduce((sum, { pid }) => sum + (cpuSeconds(pid) ?? NaN), 0);

  async function until(done: (heads: Awaited<ReturnType<typeof readHeads>>) => boolean) {
    for (;;) {
      const heads = await readHeads(pool);
      options.onProgress?.(heads.position, memoryOf('now'));
      if (done(heads)) return Date.now();
      await setTimeout(POLL_MS);
    }
  }

  async function measure(): Promise<Result> {
    let begun = firstOf(indexers);
    while (begun === null) {
      await setTimeout(POLL_MS);
      begun = firstOf(indexers);
    }
    const serverCpu = countServerCpu(servers);
    const clientBefore = clientCpu();
    const indexed = await until(({ position }) => position >= backlog.messages);
    const cpu = { client: clientCpu() - clientBefore, ...serverCpu() };
    const resident = memoryOf('highest');
    const relayed = await until(({ alertSeq, publishedSeq }) => publishedSeq >= alertSeq);
    return {
      seconds: (indexed - begun) / 1_000,
      cpu,
      residentBytes: resident,
      alertSeconds: (relayed - begun) / 1_000,
    };
  }

  try {
    return await Promise.race([measure(), ...indexers.map(({ failed }) => failed)]);
  } finally {
    await Promise.all(indexers.map((indexer) => indexer.stop()));
    await pool.end();
  }
}

/** When the first of them began to fetch, in ms since 1970; null: none has. */
function firstOf(indexers: readonly IndexerProcess[]): number | null {
  const since = indexers.map((indexer) => indexer.consumingSince()).filter((at) => at !== null);
  return since.length === 0 ? null : Math.min(...since);
}
