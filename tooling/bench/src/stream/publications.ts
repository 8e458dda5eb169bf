import { randomUUID } from 'node:crypto';
import { decodeAlert } from '@intellisite/contracts';
import type { Kafka } from 'kafkajs';

/** Which alerts are published from now on, and when, as Kafka's records say. */
export interface Publications {
  /** Those between two times, in ms since 1970. */
  between(from: number, to: number): [seq: number, at: number][];
  stop(): Promise<void>;
}

export async function watchPublications(kafka: Kafka, topic: string): Promise<Publications> {
  const seen = new Map<number, number>();
  const consumer = kafka.consumer({ groupId: `bench-${randomUUID()}` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: false });
  const joined = new Promise((resolve) => consumer.on(consumer.events.FETCH_START, resolve));
  await consumer.run({
    autoCommit: false,
    eachMessage({ message }) {
      const alert = message.value && decodeAlert(message.value);
      if (alert) seen.set(alert.seq, Number(message.timestamp));
      return Promise.resolve();
    },
  });
  await joined;
  return {
    between: (from, to) => [...seen].filter(([, at]) => at >= from && at < to),
    stop: () => consumer.disconnect(),
  };
}
