import type { Vehicle } from '@intellisite/contracts';
import type { Kafka } from 'kafkajs';
import { progress } from '../shared/progress.ts';
import { fixed, thousands } from '../shared/table.ts';
import { createBacklog, PARTITIONS, type Backlog } from './backlog.ts';
import type { WriteMode } from './connect/settings.ts';
import { runConnect, type ConnectOptions } from './contender-connect.ts';
import type { Contender } from './result.ts';

const SCHEMA = JSON.stringify({
  type: 'struct',
  optional: false,
  fields: [
    { field: 'year', type: 'int16', optional: false },
    { field: 'make', type: 'string', optional: false },
    { field: 'model', type: 'string', optional: false },
    { field: 'category', type: 'string', optional: false },
  ],
});

/** The same detections as those of the other backlog, as Connect's JSON converter takes them. */
export async function createConnectBacklog(kafka: Kafka, messages: number): Promise<Backlog> {
  progress(`filling a topic with ${thousands(messages)} messages that have a schema`);
  return await createBacklog(kafka, {
    topic: 'backlog-with-schema',
    messages,
    batch: 1_000,
    encode: ({ year, make, model, category }: Vehicle) =>
      `{"schema":${SCHEMA},"payload":${JSON.stringify({ year, make, model, category })}}`,
  });
}

/** The sink as it writes by itself and so that nothing is doubled, with one task and with one for each partition. */
export function connectContenders(
  options: Pick<ConnectOptions, 'program' | 'servers' | 'backlog' | 'folder'>,
): Record<string, Contender> {
  const contenders: Record<string, Contender> = {};
  for (const mode of ['insert', 'upsert'] satisfies WriteMode[]) {
    for (const tasks of [1, PARTITIONS]) {
      const label = `Connect ${mode}, ${String(tasks)} ${tasks === 1 ? 'task' : 'tasks'}`;
      contenders[label] = (databaseUrl, round) => {
        const name = `${mode}-${String(tasks)}-${String(round)}`;
        return runConnect({ ...options, databaseUrl, name, mode, tasks });
      };
    }
  }
  return contenders;
}

/** What to know about its figures. */
export function describeConnect({ bytes, messages }: Backlog): string {
  return `Kafka Connect 4.1.0 with the Debezium JDBC sink 3.5.0, from its first fetch on, JVM start-up not counted. Its messages carry their schema, which the sink needs: ${fixed(bytes / messages, 0)} bytes each. It writes wide rows only, no totals; insert loses the milliseconds of the times (of 3.5.0's writing by arrays), upsert has topic, partition and offset as the primary key instead of a position.`;
}
