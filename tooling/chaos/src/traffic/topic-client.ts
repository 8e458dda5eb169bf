import type { KafkaConnection } from '@intellisite/kafka';
import type { WorkClock } from '../work-clock.ts';

export interface TopicRecord {
  partition: number;
  offset: number;
  /** ms */
  time: number;
  key: Buffer | null;
  value: Buffer | null;
}

/** Both ends of a partition: the first offset that is there, and one after the last. */
export interface PartitionEnds {
  partition: number;
  low: number;
  high: number;
}

/** What the run does to topics itself. Every call tries again until the broker answers. */
export interface TopicClient {
  create(topic: string, partitions: number): Promise<void>;
  delete(topic: string): Promise<void>;
  /** Deletes the records below these offsets, by partition, as retention would. */
  deleteBelow(topic: string, offsets: ReadonlyMap<number, number>): Promise<void>;
  ends(topic: string): Promise<PartitionEnds[]>;
  /** 0 where there is no such topic. */
  partitions(topic: string): Promise<number>;
  /** Resolves as soon as a record is appended to the topic; false when none is for `deadlineMs`. */
  grows(topic: string, deadlineMs: number): Promise<boolean>;
  /** All records from these offsets (by partition) to the ends of the moment. */
  read(topic: string, from: ReadonlyMap<number, number>): Promise<TopicRecord[]>;
}

const DEADLINE_MS = 60_000;
/** For one attempt at reading: a reader whose broker went away tells nobody. */
const READ_MS = 15_000;

export function createTopicClient(connection: KafkaConnection, clock: WorkClock): TopicClient {
  type Kafka = ReturnType<KafkaConnection['openClient']>['kafka'];
  type Admin = ReturnType<Kafka['admin']>;

  /** One client for each attempt: none is worth mending. */
  async function withAdmin<T>(what: string, use: (admin: Admin) => Promise<T>): Promise<T> {
    const result = await clock.until(what, DEADLINE_MS, async () => {
      const client = connection.openClient();
      const admin = client.kafka.admin();
      try {
        await admin.connect();
        return { value: await use(admin) };
      } finally {
        client.destroy();
      }
    });
    return result.value;
  }

  async function ends(topic: string): Promise<PartitionEnds[]> {
    return await withAdmin(`the ends of ${topic} are known`, async (admin) => {
      const offsets = await admin.fetchTopicOffsets(topic);
      return offsets
        .map(({ partition, low, high }) => ({ partition, low: Number(low), high: Number(high) }))
        .sort((one, other) => one.partition - other.partition);
    });
  }

  async function readOnce(
    topic: string,
    from: ReadonlyMap<number, number>,
  ): Promise<TopicRecord[]> {
    const due = new Map(
      (await ends(topic))
        .map(({ partition, low, high }) => {
          const start = Math.max(low, from.get(partition) ?? 0);
          return [partition, { start, end: high }] as const;
        })
        .filter(([, { start, end }]) => start < end),
    );
    const records: TopicRecord[] = [];
    if (due.size === 0) return records;
    const client = connection.openClient();
    const consumer = client.kafka.consumer({
      groupId: `chaos-reader-${crypto.randomUUID()}`,
      // One that is given up would begin again for ever, without a socket.
      retry: { restartOnFailure: () => Promise.resolve(false) },
    });
    try {
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => {
          reject(new Error(`${topic} could not be read to its end`));
        }, READ_MS);
        consumer.on(consumer.events.CRASH, ({ payload }) => {
          reject(payload.error);
        });
        consumer
          .run({
            autoCommit: false,
            eachBatch: ({ batch }) => {
              const { start, end } = due.get(batch.partition) ?? { start: 0, end: 0 };
              for (const { offset, timestamp, key, value } of batch.messages) {
                if (Number(offset) < start || Number(offset) >= end) continue;
                records.push({
                  partition: batch.partition,
                  offset: Number(offset),
                  time: Number(timestamp),
                  key,
                  value,
                });
              }
              if (Number(batch.lastOffset()) >= end - 1) due.delete(batch.partition);
              if (due.size === 0) {
                clearTimeout(timer);
                resolve();
              }
              return Promise.resolve();
            },
          })
          .then(() => {
            for (const [partition, { start }] of due) {
              consumer.seek({ topic, partition, offset: String(start) });
            }
          })
          .catch(reject);
      });
      await consumer.disconnect();
    } finally {
      client.destroy();
    }
    return inOrderWithoutRepeats(records);
  }

  return {
    async create(topic, partitions) {
      await withAdmin(`${topic} is made`, async (admin) => {
        // False when it is there already: an indexer that starts makes it as well.
        await admin.createTopics({
          topics: [{ topic, numPartitions: partitions, replicationFactor: 1 }],
        });
        const made = await admin.fetchTopicOffsets(topic);
        if (made.length !== partitions) throw new Error(`it has ${String(made.length)} partitions`);
      });
    },
    async delete(topic) {
      await withAdmin(`${topic} is deleted`, async (admin) => {
        if ((await admin.listTopics()).includes(topic))
          await admin.deleteTopics({ topics: [topic] });
        // The broker learns of it a moment after the controller has answered.
        if ((await admin.listTopics()).includes(topic)) throw new Error('it is still there');
      });
    },
    async deleteBelow(topic, offsets) {
      const partitions = [...offsets].map(([partition, offset]) => ({
        partition,
        offset: String(offset),
      }));
      await withAdmin(`records of ${topic} are deleted`, async (admin) => {
        // kafkajs looks for the leaders only among topics that it was asked about before.
        await admin.fetchTopicOffsets(topic);
        await admin.deleteTopicRecords({ topic, partitions });
      });
    },
    ends,
    async partitions(topic) {
      return await withAdmin(`it is known whether there is ${topic}`, async (admin) => {
        if (!(await admin.listTopics()).includes(topic)) return 0;
        return (await admin.fetchTopicOffsets(topic)).length;
      });
    },
    async grows(topic, deadlineMs) {
      return await withAdmin(`${topic} is watched`, async (admin) => {
        const high = async (): Promise<string> =>
          (await admin.fetchTopicOffsets(topic)).map((partition) => partition.high).join();
        const before = await high();
        const deadline = Date.now() + deadlineMs;
        while (Date.now() < deadline) if ((await high()) !== before) return true;
        return false;
      });
    },
    read: (topic, from) =>
      clock.until(`${topic} is read`, DEADLINE_MS, () => readOnce(topic, from)),
  };
}

/** A batch may have come before the seek took effect, and again after it. */
function inOrderWithoutRepeats(records: readonly TopicRecord[]): TopicRecord[] {
  const ordered = records.toSorted(
    (one, other) => one.partition - other.partition || one.offset - other.offset,
  );
  return ordered.filter(({ partition, offset }, index) => {
    const before = ordered[index - 1];
    return before?.partition !== partition || before.offset !== offset;
  });
}
