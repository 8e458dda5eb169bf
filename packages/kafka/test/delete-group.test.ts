import { randomUUID } from 'node:crypto';
import { expect, inject, onTestFinished, test } from 'vitest';
import { createAdminSession } from '../src/admin-session.ts';
import { createPartitionConsumer, deleteGroup } from '../src/index.ts';
import { createTestKafka, createTestTopic } from '../src/testing.ts';

test('a group whose members have left can be removed; one with members stays', async () => {
  const brokers = inject('brokers').join(',');
  const kafka = createTestKafka(brokers);
  const topic = await createTestTopic(brokers);
  const groupId = `group.${randomUUID()}`;
  const admin = createAdminSession(kafka);
  onTestFinished(async () => {
    await admin.close();
    await topic.delete();
  });
  const exists = async (): Promise<boolean> => {
    const { groups } = await admin.run('listing groups', (client) => client.listGroups());
    return groups.some((group) => group.groupId === groupId);
  };
  let join: () => void = () => undefined;
  const joined = new Promise<void>((resolve) => {
    join = resolve;
  });
  const consumer = createPartitionConsumer({
    kafka,
    topic: topic.topic,
    groupId,
    logger: kafka.logger,
    onAssigned(partitions) {
      join();
      return Promise.resolve(new Map(partitions.map((partition) => [partition, 0])));
    },
    onRevoked: () => undefined,
    onBatch: () => Promise.resolve(),
  });
  consumer.start();
  await joined;
  await deleteGroup(kafka, groupId);
  expect(await exists()).toBe(true);
  await consumer.stop();
  await deleteGroup(kafka, groupId);
  expect(await exists()).toBe(false);
});
