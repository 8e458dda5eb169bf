import { withFreshDatabase } from '../shared/databases.ts';
import { createKafkaClient } from '../shared/kafka-client.ts';
import { endProgress, progress } from '../shared/progress.ts';
import { median } from '../shared/statistics.ts';
import { fixed, printTable, thousands } from '../shared/table.ts';
import { createBacklog } from './backlog.ts';
import { runIndexer } from './contender-indexer.ts';
import type { Result, Servers } from './result.ts';

export interface SeveralIndexersOptions {
  servers: Servers;
  folder: string;
  messages: number;
  rounds: number;
  /** How many processes share the work, one after the other. */
  counts: readonly number[];
}

const MEGABYTE = 1_024 * 1_024;

/** Drains a backlog with as many partitions as the largest number of processes, and prints how long each took. */
export async function compareSeveralIndexers(options: SeveralIndexersOptions): Promise<void> {
  const { servers, folder, messages, rounds, counts } = options;
  const partitions = Math.max(...counts);
  progress(`filling a topic with ${thousands(messages)} messages`);
  const backlog = await createBacklog(createKafkaClient(servers.brokers), {
    topic: 'shared-backlog',
    messages,
    partitions,
  });
  const results = new Map<number, Result[]>(counts.map((count) => [count, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const processes of counts) {
      progress(`round ${String(round)} of ${String(rounds)}: ${String(processes)} at once`);
      const alertsTopic = `alerts-of-${String(processes)}-${String(round)}`;
      const result = await withFreshDatabase(servers.postgresUrl, (databaseUrl) =>
        runIndexer({ servers, backlog, databaseUrl, folder, alertsTopic, processes }),
      );
      results.get(processes)?.push(result);
    }
  }
  endProgress();
  console.log(
    `\n${thousands(messages)} messages in ${String(partitions)} partitions, indexers of one consumer group; medians of ${String(rounds)} rounds:\n`,
  );
  printTable(
    ['indexers', 'seconds', 'rows/s', 'CPU s: indexers', 'Postgres', 'MB, largest'],
    [...results].map(([count, of]) => {
      const seconds = median(of.map((result) => result.seconds));
      return [
        String(count),
        fixed(seconds, 2),
        thousands(messages / seconds),
        fixed(median(of.map(({ cpu }) => cpu.client ?? NaN)), 2),
        fixed(median(of.map(({ cpu }) => cpu.postgres ?? NaN)), 2),
        fixed(Math.max(...of.map(({ residentBytes }) => residentBytes ?? 0)) / MEGABYTE, 0),
      ];
    }),
  );
}
