import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { encodeDetection, type Vehicle } from '@intellisite/contracts';
import type { Kafka } from 'kafkajs';
import { createTopic, withProducer } from '../shared/kafka-client.ts';
import { createTraffic } from '../shared/traffic.ts';

export const PARTITIONS = 3;
const SEED = 1;

export interface Backlog {
  topic: string;
  messages: number;
  /** How many of them are an SUV. */
  suspicious: number;
  /** Bytes of all values. */
  bytes: number;
}

export interface BacklogOptions {
  topic: string;
  messages: number;
  /** Gets the same content: position, timestamp, year, make, model, category, as COPY reads text. */
  wideFile?: string;
  partitions?: number;
  /** Makes the messages; detections with the original's four members unless given. */
  encode?: (vehicle: Vehicle) => string;
  /** Messages in one batch of the topic, which Kafka takes up to 1 MB of; 3,000 unless given. */
  batch?: number;
}

/** Fills a new topic with detections. */
export async function createBacklog(kafka: Kafka, options: BacklogOptions): Promise<Backlog> {
  const { topic, messages, wideFile = null, partitions = PARTITIONS, batch = 3_000 } = options;
  const { encode = (vehicle) => encodeDetection({ vehicle }) } = options;
  await createTopic(kafka, topic, partitions);
  const traffic = createTraffic(SEED);
  const encoded = traffic.vehicles.map((vehicle) => {
    const { year, make, model, category } = vehicle;
    return {
      value: Buffer.from(encode(vehicle)),
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
        for (let count = Math.min(batch, messages - sent); count > 0; count--) {
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
        topicMessages: batches.map((each) => ({ topic, messages: each.messages })),
      });
    }
  });
  if (file) {
    file.end();
    await finished(file);
  }
  return backlog;
}
