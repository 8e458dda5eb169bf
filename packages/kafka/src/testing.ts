import { randomUUID } from 'node:crypto';
import { createLogger } from '@intellisite/service';
import { createAdminSession } from './admin-session.ts';
import { createKafka, type KafkaConnection } from './connection.ts';
import { ensureTopic } from './ensure-topic.ts';
import type { KafkaRecord } from './partition-batch.ts';
import { createPartitionConsumer } from './partition-consumer.ts';
import { createTopicInspector, type PartitionOffsets } from './topic-inspector.ts';

/** A connection for tests: it logs errors only. */
export function createTestKafka(brokers: string): KafkaConnection {
  return createKafka({
    brokers: brokers.split(','),
    clientId: 'intellisite-test',
    logger: createLogger({ name: 'test', level: 'error' }),
  });
}

/** A topic of its own for one test. */
export async function createTestTopic(
  brokers: string,
  { partitions = 1, prefix = 'test' }: { partitions?: number; prefix?: string } = {},
): Promise<{ topic: string; delete(): Promise<void> }> {
  const kafka = createTestKafka(brokers);
  const topic = `${prefix}.${randomUUID()}`;
  await ensureTopic(kafka, topic, partitions);
  return { topic, delete: () => deleteTestTopic(brokers, topic) };
}

export async function deleteTestTopic(brokers: string, topic: string): Promise<void> {
  const session = createAdminSession(createTestKafka(brokers));
  try {
    await session.run(`deleting ${topic}`, (admin) => admin.deleteTopics({ topics: [topic] }));
  } finally {
    await session.close();
  }
}

/** Every record that each partition holds now, by partition; waits for them up to 20 s. */
export async function readTopic(brokers: string, topic: string): Promise<KafkaRecord[][]> {
  const kafka = createTestKafka(brokers);
  const ends = await offsetsOf(kafka, topic);
  const records = ends.map((): KafkaRecord[] => []);
  const behind = new Map(
    ends.filter(({ low, high }) => low < high).map((end) => [end.partition, end]),
  );
  if (behind.size === 0) return records;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(
        new Error(`${topic}: partitions ${[...behind.keys()].join(', ')} were not read in 20 s`),
      );
      void consumer.stop();
    }, 20_000);
    const consumer = createPartitionConsumer({
      kafka,
      topic,
      groupId: `read.${randomUUID()}`,
      logger: kafka.logger,
      onAssigned: (partitions) =>
        Promise.resolve(new Map(partitions.map((p) => [p, ends[p]?.low ?? 0]))),
      onRevoked: () => undefined,
      onBatch(batch) {
        const end = behind.get(batch.partition);
        if (end)
          records[batch.partition]?.push(
            ...batch.records.filter(({ offset }) => Number(offset) < end.high),
          );
        if (end && batch.nextOffset >= end.high) behind.delete(batch.partition);
        if (behind.size === 0) {
          clearTimeout(timer);
          void consumer.stop().then(resolve);
        }
        return Promise.resolve();
      },
    });
    consumer.start();
  });
  return records;
}

async function offsetsOf(kafka: KafkaConnection, topic: string): Promise<PartitionOffsets[]> {
  const inspector = createTopicInspector(kafka);
  try {
    return await inspector.offsets(topic);
  } finally {
    await inspector.stop();
  }
}
