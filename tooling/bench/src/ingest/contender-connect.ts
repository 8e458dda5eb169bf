import { setTimeout } from 'node:timers/promises';
import { withClient } from '../shared/databases.ts';
import { cpuSeconds, residentBytes } from '../shared/process-usage.ts';
import { PARTITIONS, type Backlog } from './backlog.ts';
import { startConnect } from './connect/process.ts';
import type { ConnectProgram } from './connect/program.ts';
import type { Sink } from './connect/settings.ts';
import { createTable, hasRows, TABLE } from './connect/table.ts';
import type { Result, Servers } from './result.ts';
import { countServerCpu } from './server-usage.ts';

const START_POLL_MS = 20;
/** Each look passes over the rows of a batch that is not committed: not too often. */
const ROWS_POLL_MS = 100;

export interface ConnectOptions extends Pick<Sink, 'name' | 'mode' | 'tasks'> {
  program: ConnectProgram;
  servers: Servers;
  /** Of messages with a schema. */
  backlog: Backlog;
  databaseUrl: string;
  folder: string;
}

/** Kafka Connect with the Debezium JDBC sink, from its first fetch until all rows are committed. */
export async function runConnect(options: ConnectOptions): Promise<Result> {
  const { program, servers, backlog, databaseUrl, folder, name, mode, tasks } = options;
  const { topic, messages } = backlog;
  return await withClient(databaseUrl, async (client) => {
    await createTable(client, mode);
    const sink = { name, topic, table: TABLE, databaseUrl, mode, tasks };
    const connect = await startConnect(program, servers.brokers, sink, folder);

    async function measure(): Promise<Result> {
      while (!connect.isFetching()) await setTimeout(START_POLL_MS);
      const begun = performance.now();
      const serverCpu = countServerCpu(servers);
      const before = cpuSeconds(connect.pid) ?? NaN;
      while (!(await hasRows(client, mode, { topic, partitions: PARTITIONS, messages }))) {
        await setTimeout(ROWS_POLL_MS);
      }
      return {
        seconds: (performance.now() - begun) / 1_000,
        cpu: { client: (cpuSeconds(connect.pid) ?? NaN) - before, ...serverCpu() },
        residentBytes: residentBytes(connect.pid)?.highest ?? null,
        alertSeconds: null,
      };
    }

    try {
      return await Promise.race([measure(), connect.failed]);
    } finally {
      await connect.stop();
    }
  });
}
