import { randomUUID } from 'node:crypto';
import { decodeAlert } from '@intellisite/contracts';
import {
  createPartitionConsumer,
  createTopicInspector,
  deleteGroup,
  type KafkaConnection,
  type PartitionConsumerState,
} from '@intellisite/kafka';
import type { Logger } from '@intellisite/service';

export interface AlertNewsOptions {
  kafka: KafkaConnection;
  topic: string;
  /** A message says that the log of this database has come to `seq`. Anyone can write messages. */
  onNews: (seq: number, epoch: string) => void;
  /** From now on messages are seen; what was published before is not. */
  onListening: () => void;
  logger: Logger;
}

/** Listens to the topic of alerts, each instance to all of it, from its end on. */
export interface AlertNews {
  start(): void;
  /** Within a few seconds; leaves nothing behind in Kafka that reaches it. */
  stop(): Promise<void>;
  state(): PartitionConsumerState;
}

export function createAlertNews(options: AlertNewsOptions): AlertNews {
  const { kafka, topic, logger } = options;
  const groupId = `intellisite-api.${randomUUID()}`;
  const inspector = createTopicInspector(kafka);
  const consumer = createPartitionConsumer({
    kafka,
    topic,
    groupId,
    logger,
    async onAssigned() {
      const offsets = await inspector.offsets(topic);
      // After the offsets were read: what was published before them is found by looking.
      options.onListening();
      return new Map(offsets.map(({ partition, high }) => [partition, high]));
    },
    onRevoked: () => undefined,
    onBatch({ records }) {
      for (const { value } of records) {
        const alert = value === null ? null : decodeAlert(value);
        if (alert) options.onNews(alert.seq, alert.epoch);
      }
      return Promise.resolve();
    },
  });

  return {
    start() {
      consumer.start();
    },
    async stop() {
      const { status } = consumer.state();
      await Promise.all([consumer.stop(), inspector.stop()]);
      // Without committed offsets Kafka drops an empty group by itself, but only after minutes.
      if (status === 'consuming') await deleteGroup(kafka, groupId);
    },
    state: () => consumer.state(),
  };
}
