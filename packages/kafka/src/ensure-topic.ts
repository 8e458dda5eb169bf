import { setTimeout } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { createAdminSession } from './admin-session.ts';
import type { KafkaConnection } from './connection.ts';
import { protocolErrorType } from './kafka-error.ts';

const TOPIC_NAME = /^[a-zA-Z0-9._-]{1,249}$/;
const BROKER_DEFAULT = -1;
const LOOK_AGAIN_MS = 50;
const NOT_THERE_YET = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE']);

/**
 * Makes the topic if it is missing, with the broker's default replication; one that is there is left
 * as it is. May be called by several processes at once, and again after it failed.
 *
 * @returns how many partitions the topic has.
 * @throws Error when the name is invalid, Kafka cannot be reached or it refuses to make the topic.
 */
export async function ensureTopic(
  kafka: KafkaConnection,
  topic: string,
  partitions: number,
): Promise<{ partitions: number; created: boolean }> {
  if (!TOPIC_NAME.test(topic) || topic === '.' || topic === '..') {
    throw new Error(
      `"${topic.slice(0, 80)}" cannot be a topic's name: use 1 to 249 letters, digits, dots, underscores or hyphens`,
    );
  }
  const session = createAdminSession(kafka);
  try {
    return await session.run(`making sure that topic ${topic} exists`, (admin) =>
      ensure(admin, topic, partitions),
    );
  } finally {
    await session.close();
  }
}

async function ensure(
  admin: Admin,
  topic: string,
  partitions: number,
): Promise<{ partitions: number; created: boolean }> {
  const existing = await partitionsOf(admin, topic);
  if (existing > 0) return { partitions: existing, created: false };
  // False when another process was faster. kafkajs's own wait for the leaders gives up when the broker
  // has made the topic and not yet told itself of it, which takes a busy one a moment.
  const created = await admin.createTopics({
    topics: [{ topic, numPartitions: partitions, replicationFactor: BROKER_DEFAULT }],
    waitForLeaders: false,
  });
  for (;;) {
    const made = await partitionsOf(admin, topic);
    if (made > 0) return { partitions: made, created };
    await setTimeout(LOOK_AGAIN_MS);
  }
}

/** 0 when there is no such topic, or one that has no leaders yet. */
async function partitionsOf(admin: Admin, topic: string): Promise<number> {
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics.find(({ name }) => name === topic)?.partitions.length ?? 0;
  } catch (error) {
    if (NOT_THERE_YET.has(protocolErrorType(error) ?? '')) return 0;
    throw error;
  }
}
