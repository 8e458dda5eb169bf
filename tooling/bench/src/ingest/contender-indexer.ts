import { setTimeout } from 'node:timers/promises';
import { createPool, migrate, readHeads } from '@intellisite/db';
import { startIndexer } from '../shared/indexer-process.ts';
import { cpuSeconds, residentBytes } from '../shared/process-usage.ts';
import type { Backlog } from './backlog.ts';
import type { Result, Servers } from './result.ts';
import { countServerCpu, since } from './server-usage.ts';

const POLL_MS = 10;

export interface IndexerOptions {
  servers: Servers;
  backlog: Backlog;
  databaseUrl: string;
  folder: string;
  /** Unlike those of the other rounds. */
  alertsTopic: string;
  nodeOptions?: readonly string[];
  /** Told now and then how far it is. */
  onProgress?: (indexed: number, residentBytes: number) => void;
}

/** The built indexer, from its first fetch until everything is committed, and until all alerts are relayed. */
export async function runIndexer(options: IndexerOptions): Promise<Result> {
  const { servers, backlog, databaseUrl } = options;
  await migrate(databaseUrl);
  const pool = createPool({ databaseUrl, applicationName: 'bench' });
  const indexer = startIndexer({
    databaseUrl,
    brokers: servers.brokers,
    detectionsTopic: backlog.topic,
    alertsTopic: options.alertsTopic,
    folder: options.folder,
    nodeOptions: options.nodeOptions ?? [],
  });

  async function until(done: (heads: Awaited<ReturnType<typeof readHeads>>) => boolean) {
    for (;;) {
      const heads = await readHeads(pool);
      options.onProgress?.(heads.position, residentBytes(indexer.pid)?.now ?? 0);
      if (done(heads)) return Date.now();
      await setTimeout(POLL_MS);
    }
  }

  async function measure(): Promise<Result> {
    let begun = indexer.consumingSince();
    while (begun === null) {
      await setTimeout(POLL_MS);
      begun = indexer.consumingSince();
    }
    const serverCpu = countServerCpu(servers);
    const clientBefore = cpuSeconds(indexer.pid);
    const indexed = await until(({ position }) => position >= backlog.messages);
    const cpu = { client: since(clientBefore, cpuSeconds(indexer.pid)), ...serverCpu() };
    const resident = residentBytes(indexer.pid)?.highest ?? null;
    const relayed = await until(({ alertSeq, publishedSeq }) => publishedSeq >= alertSeq);
    return {
      seconds: (indexed - begun) / 1_000,
      cpu,
      residentBytes: resident,
      alertSeconds: (relayed - begun) / 1_000,
    };
  }

  try {
    return await Promise.race([measure(), indexer.failed]);
  } finally {
    await indexer.stop();
    await pool.end();
  }
}
