import { randomUUID } from 'node:crypto';
import { createLogger } from '@intellisite/service';
import { eventually } from '@intellisite/service/testing';
import { inject, onTestFinished } from 'vitest';
import {
  createPartitionConsumer,
  createRecordProducer,
  type Compression,
  type PartitionBatch,
  type PartitionConsumerOptions,
} from '../src/index.ts';
import { createTestKafka, createTestTopic } from '../src/testing.ts';

export const brokers = (): string => inject('brokers').join(',');

/** Of one test. */
export async function newTopic(partitions = 1): Promise<string> {
  const topic = await createTestTopic(brokers(), { partitions });
  onTestFinished(() => topic.delete());
  return topic.topic;
}

export async function send(
  topic: string,
  values: readonly string[],
  { partition = 0, compression = 'none' }: { partition?: number; compression?: Compression } = {},
): Promise<void> {
  const producer = createRecordProducer(createTestKafka(brokers()));
  await producer.start();
  await producer.send(
    topic,
    values.map((value) => ({ partition, value })),
    { compression },
  );
  await producer.stop();
}

/** Reads from the beginning and keeps what comes; ended by the end of the test. */
export function consume(topic: string, options: Partial<PartitionConsumerOptions> = {}) {
  const batches: PartitionBatch[] = [];
  const revoked: number[][] = [];
  const consumer = createPartitionConsumer({
    kafka: createTestKafka(brokers()),
    topic,
    groupId: randomUUID(),
    logger: createLogger({ name: 'test', level: 'silent' }),
    onAssigned: (partitions) => Promise.resolve(new Map(partitions.map((p) => [p, 0]))),
    onRevoked: (partitions) => void revoked.push(partitions),
    onBatch(batch) {
      batches.push(batch);
      return Promise.resolve();
    },
    ...options,
  });
  onTestFinished(() => consumer.stop());
  consumer.start();
  return {
    consumer,
    batches,
    revoked,
    values: () => batches.flatMap(({ records }) => records.map(({ value }) => String(value))),
  };
}

export async function until(what: string, condition: () => boolean): Promise<void> {
  await eventually(what, () => condition() || null);
}
