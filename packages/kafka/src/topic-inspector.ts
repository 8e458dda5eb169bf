import { createAdminSession } from './admin-session.ts';
import type { KafkaConnection } from './connection.ts';

export interface PartitionOffsets {
  partition: number;
  /** The oldest offset that is still there. */
  low: number;
  /** The offset after the newest record. */
  high: number;
  /** The epoch of the leader that answered; null: the broker is older than Kafka 2.1. */
  leaderEpoch: number | null;
}

/** Questions about topics; each rejects within 15 s when Kafka does not answer. */
export interface TopicInspector {
  /** Connects, so that an absent Kafka is noticed at once. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** The identity that the cluster got when it was set up. */
  clusterId(): Promise<string>;
  /** By partition, in order. Rejects when there is no such topic. */
  offsets(topic: string): Promise<PartitionOffsets[]>;
  partitions(topic: string): Promise<number>;
  /**
   * The offset of the first record that a leader after this epoch wrote, or where it would begin; without a later
   * leader the partition's end. null: the broker is older than Kafka 2.3, or knows no epoch so late.
   */
  endOfLeaderEpoch(topic: string, partition: number, leaderEpoch: number): Promise<number | null>;
  /**
   * What tells the topic from every other one that has, or had, its name, as the leader of this partition has it, who
   * also answers the questions above. null: it has no such topic, or is older than Kafka 2.8.
   */
  topicId(topic: string, partition: number): Promise<string | null>;
}

/** Asks over one connection, which is made again after an error. */
export function createTopicInspector(kafka: KafkaConnection): TopicInspector {
  const session = createAdminSession(kafka);

  async function clusterId(): Promise<string> {
    const cluster = await session.run('asking Kafka for its cluster', (admin) =>
      admin.describeCluster(),
    );
    return cluster.clusterId;
  }

  return {
    async start() {
      await clusterId();
    },
    stop: () => session.close(),
    clusterId,
    async offsets(topic) {
      const offsets = await session.run(`asking Kafka for the offsets of ${topic}`, (admin) =>
        admin.fetchTopicOffsets(topic),
      );
      return offsets
        .map(({ partition, low, high, leaderEpoch }) => ({
          partition,
          low: Number(low),
          high: Number(high),
          leaderEpoch,
        }))
        .sort((a, b) => a.partition - b.partition);
    },
    async endOfLeaderEpoch(topic, partition, leaderEpoch) {
      const end = await session.run(`asking Kafka for the leaders of ${topic}`, (admin) =>
        admin.endOfLeaderEpoch({ topic, partition, leaderEpoch }),
      );
      return end === null ? null : Number(end);
    },
    topicId: (topic, partition) =>
      session.run(`asking Kafka for the identity of ${topic}`, (admin) =>
        admin.fetchTopicId({ topic, partition }),
      ),
    async partitions(topic) {
      const { topics } = await session.run(`asking Kafka for the partitions of ${topic}`, (admin) =>
        admin.fetchTopicMetadata({ topics: [topic] }),
      );
      return topics.find(({ name }) => name === topic)?.partitions.length ?? 0;
    },
  };
}
