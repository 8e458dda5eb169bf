import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { encodeDetection } from '@intellisite/contracts';
import type { Kafka } from 'kafkajs';
import { createTopic, withProducer } from '../shared/kafka-client.ts';
import { createTraffic } from '../shared/traffic.ts';

export const PARTITIONS = 3;
const SEED = 1;
const SEND = 3_000;

export interface Backlog {
  topic: string;
  messages: number;
  /** How many of them are an SUV. */
  suspicious: number;
  /** Bytes of all values. */
  bytes: number;
}

/**
 * Fills a new topic with detections, the original's four members each, and writes the same content
 * into `wideFile`: position, timestamp, year, make, model, category, as COPY reads text.
 */
export async function createBacklog(
  kafka: Kafka,
  options: { topic: string; messages: number; wideFile: string | null; partitions?: number },
): Promise<Backlog> {
  const { topic, messages, wideFile, partitions = PARTITIONS } = options;
  await createTopic(kafka, topic, partitions);
  const traffic = createTraffic(SEED);
  const encoded = traffic.vehicles.map((vehicle) => {
    const { year, make, model, category } = vehicle;
    return {
      value: Buffer.from(encodeDetection({ vehicle })),
      columns: [year, make, model, category].join('\t'),
      suspicious: category === 'SUV',
    };
  });
  const file = wideFile === null ? null : createWriteStream(wideFile);
  const backlog: Backlog = { topic, messages, suspicious: 0, bytes: 0 };
  await withProducer(kafka, async (producer) => {
    for (let sent = 0; sent < messages;) {
      const now = Date.now();
      const time = new Date(now).toISOString();
      let lines = '';
      const batches = Array.from({ length: partitions }, (_, partition) => ({
        topic,
        messages: [] as { partition: number; value: Buffer; timestamp: string }[],
        partition,
      }));
      for (const { partition, messages: records } of batches) {
        for (let count = Math.min(SEND, messages - sent); count > 0; count--) {
          const passing = encoded[traffic.next()];
          if (!passing) continue;
          sent += 1;
          records.push({ partition, value: passing.value, timestamp: String(now) });
          lines += `${String(sent)}\t${time}\t${passing.columns}\n`;
          backlog.bytes += passing.value.length;
          if (passing.suspicious) backlog.suspicious += 1;
        }
      }
      if (file && !file.write(lines)) await once(file, 'drain');
      await producer.sendBatch({
        topicMessages: batches.map((batch) => ({ topic, messages: batch.messages })),
      });
    }
  });
  if (file) {
    file.end();
    await finished(file);
  }
  return backlog;
}
