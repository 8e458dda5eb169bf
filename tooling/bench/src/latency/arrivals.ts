import { randomUUID } from 'node:crypto';
import type { Kafka } from 'kafkajs';

export interface Arrivals {
  /** Milliseconds from sending until arrival, of the messages that arrived since the last `reset`. */
  readonly latencies: readonly number[];
  reset(): void;
  stop(): Promise<void>;
}

/** Consumes a topic from its end; `sentAt` tells when what a message speaks of was sent. */
export async function watchArrivals(
  kafka: Kafka,
  topic: string,
  sentAt: (value: Buffer) => number | undefined,
): Promise<Arrivals> {
  const consumer = kafka.consumer({
    groupId: `bench-${randomUUID()}`,
    maxWaitTimeInMs: 50,
    minBytes: 1,
  });
  let latencies: number[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: false });
  const joined = new Promise<void>((resolve) => {
    consumer.on(consumer.events.FETCH_START, () => {
      resolve();
    });
  });
  await consumer.run({
    autoCommit: false,
    eachBatch({ batch }) {
      const now = performance.now();
      for (const { value } of batch.messages) {
        const sent = value === null ? undefined : sentAt(value);
        if (sent !== undefined) latencies.push(now - sent);
      }
      return Promise.resolve();
    },
  });
  await joined;
  return {
    get latencies() {
      return latencies;
    },
    reset() {
      latencies = [];
    },
    stop: () => consumer.disconnect(),
  };
}
