import type { IntellisiteClient } from '@intellisite/client';
import { createRecordProducer, type RecordProducer } from '@intellisite/kafka';
import { createTestKafka } from '@intellisite/kafka/testing';
import { expect } from '@playwright/test';

/** A message as cameras publish it. */
export interface DetectionMessage {
  Year: number;
  Make: string;
  Model: string;
  Category: string;
  /** RFC 3339; without one, the time of the record counts. */
  Timestamp?: string;
  Source?: string;
}

/** What stands for the cameras: each message that a test publishes, and nothing else, is in the system. */
export interface Cameras {
  /** Resolves when all of them can be read through the API. */
  detect(messages: readonly DetectionMessage[]): Promise<void>;
  /** Resolves when Kafka has them. */
  publish(values: readonly (DetectionMessage | string)[]): Promise<void>;
  stop(): Promise<void>;
}

const TOPIC = 'intellisite.detections';

export async function createCameras(brokers: string, client: IntellisiteClient): Promise<Cameras> {
  const producer: RecordProducer = createRecordProducer(createTestKafka(brokers));
  await producer.start();
  const publish: Cameras['publish'] = (values) =>
    producer.send(
      TOPIC,
      values.map((value) => ({
        // All in one partition: their order is that of the test.
        key: 'test',
        value: typeof value === 'string' ? value : JSON.stringify(value),
      })),
    );
  return {
    publish,
    async detect(messages) {
      const makes = [...new Set(messages.map(({ Make }) => Make))];
      const count = async (): Promise<number> => {
        const { total } = await client.api.detections.list.query({ make: makes, limit: 1 });
        return total;
      };
      const before = await count();
      await publish(messages);
      await expect.poll(count, { timeout: 60_000, intervals: [50] }).toBe(before + messages.length);
    },
    stop: () => producer.stop(),
  };
}

let lastId = 0;

/** A name that no other test uses. */
export function uniqueName(name: string): string {
  lastId += 1;
  return `${name} ${process.pid.toString(36)}${lastId.toString(36)}`;
}

const MODELS = ['Alpha', 'Bravo', 'Charlie', 'Delta', 'Echo'];
const CATEGORIES = ['Sedan', 'Hatchback', 'SUV', 'Sedan, Wagon', 'Pickup'];
const CAMERAS = ['north gate', 'south gate', 'tunnel'];
const FIRST_YEAR = 2000;
const YEARS = 20;

/**
 * So many detections of one make, a minute apart, the same for the same number; every fifth is an SUV. Before
 * noon, the first of many are of yesterday: what counts those of today wants them at once.
 */
export function fleet(
  make: string,
  count: number,
  { newest = new Date(), apartMs = 60_000 }: { newest?: Date; apartMs?: number } = {},
): DetectionMessage[] {
  return Array.from({ length: count }, (_, index) => ({
    Year: FIRST_YEAR + ((index * 7) % YEARS),
    Make: make,
    Model: MODELS[(index * 3) % MODELS.length] ?? '',
    Category: CATEGORIES[index % CATEGORIES.length] ?? '',
    Source: CAMERAS[index % CAMERAS.length] ?? '',
    Timestamp: new Date(newest.getTime() - (count - 1 - index) * apartMs).toISOString(),
  }));
}
