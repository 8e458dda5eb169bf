import { randomUUID } from 'node:crypto';
import type { Kafka, KafkaMessage } from 'kafkajs';

export interface DrainOptions {
  topic: string;
  messages: number;
  /** Partitions that are worked on at the same time. */
  concurrency?: number;
  onBatch: (messages: readonly KafkaMessage[]) => Promise<void> | void;
}

/**
 * Consumes a whole topic with kafkajs as it comes, in a new consumer group; answers the seconds from
 * the first fetch until `onBatch` is through with the last batch.
 */
export async function drain(
  kafka: Kafka,
  { topic, messages, concurrency = 1, onBatch }: DrainOptions,
): Promise<number> {
  const consumer = kafka.consumer({ groupId: `bench-${randomUUID()}` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  let begun: number | null = null;
  consumer.on(consumer.events.FETCH_START, () => {
    begun ??= performance.now();
  });
  let consumed = 0;
  const seconds = await new Promise<number>((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      reject(payload.error);
    });
    const running = consumer.run({
      partitionsConsumedConcurrently: concurrency,
      async eachBatch({ batch }) {
        await onBatch(batch.messages);
        consumed += batch.messages.length;
        if (consumed >= messages) resolve((performance.now() - (begun ?? NaN)) / 1_000);
      },
    });
    running.catch(reject);
  });
  await consumer.disconnect();
  return seconds;
}
