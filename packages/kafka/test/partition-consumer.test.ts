import { randomUUID } from 'node:crypto';
import { createLogger } from '@intellisite/service';
import { eventually } from '@intellisite/service/testing';
import kafkajs from 'kafkajs';
import { compressFrame } from 'lz4-napi';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { registerCodecs } from '../src/codecs/register-codecs.ts';
import {
  createPartitionConsumer,
  createRecordProducer,
  type Compression,
  type PartitionBatch,
  type PartitionConsumerOptions,
} from '../src/index.ts';
import { ensureTopic } from '../src/ensure-topic.ts';
import { createTestKafka, createTestTopic, deleteTestTopic, readTopic } from '../src/testing.ts';

const brokers = (): string => inject('brokers').join(',');

async function newTopic(partitions = 1): Promise<string> {
  const topic = await createTestTopic(brokers(), { partitions });
  onTestFinished(() => topic.delete());
  return topic.topic;
}

async function send(
  topic: string,
  values: readonly string[],
  { partition = 0, compression = 'none' }: { partition?: number; compression?: Compression } = {},
): Promise<void> {
  const producer = createRecordProducer(createTestKafka(brokers()));
  await producer.start();
  await producer.send(
    topic,
    values.map((value) => ({ partition, value })),
    { compression },
  );
  await producer.stop();
}

/** LZ4 frames whose checksum is wrong: a broker takes them, because it does not look at that. */
async function sendBrokenLz4(topic: string, values: readonly string[]): Promise<void> {
  const producer = createRecordProducer(createTestKafka(brokers()));
  const { CompressionCodecs, CompressionTypes } = kafkajs;
  CompressionCodecs[CompressionTypes.LZ4] = () => ({
    async compress({ buffer }: { buffer: Buffer }) {
      const frame = await compressFrame(buffer, { contentChecksum: true });
      frame.writeUInt8(frame.readUInt8(frame.length - 1) ^ 0xff, frame.length - 1);
      return frame;
    },
  });
  await producer.start();
  await producer.send(
    topic,
    values.map((value) => ({ partition: 0, value })),
    { compression: 'lz4' },
  );
  await producer.stop();
  registerCodecs();
}

function consume(topic: string, options: Partial<PartitionConsumerOptions> = {}) {
  const batches: PartitionBatch[] = [];
  const revoked: number[][] = [];
  const consumer = createPartitionConsumer({
    kafka: createTestKafka(brokers()),
    topic,
    groupId: randomUUID(),
    logger: createLogger({ name: 'test', level: 'silent' }),
    onAssigned: (partitions) => Promise.resolve(new Map(partitions.map((p) => [p, 0]))),
    onRevoked: (partitions) => void revoked.push(partitions),
    onBatch(batch) {
      batches.push(batch);
      return Promise.resolve();
    },
    ...options,
  });
  onTestFinished(() => consumer.stop());
  consumer.start();
  return {
    consumer,
    batches,
    revoked,
    values: () => batches.flatMap(({ records }) => records.map(({ value }) => String(value))),
  };
}

async function until(what: string, condition: () => boolean): Promise<void> {
  await eventually(what, () => condition() || null);
}

describe('the partition consumer', () => {
  test('begins where it is told to, not where the group stood', async () => {
    const topic = await newTopic();
    await send(topic, ['a', 'b', 'c', 'd']);
    const { values } = consume(topic, { onAssigned: () => Promise.resolve(new Map([[0, 2]])) });
    await until('c and d arrive', () => values().length >= 2);
    expect(values()).toEqual(['c', 'd']);
  });

  test('asks again where to begin until it is told', async () => {
    const topic = await newTopic();
    await send(topic, ['a']);
    let asked = 0;
    const { values } = consume(topic, {
      onAssigned() {
        asked += 1;
        return asked < 3
          ? Promise.reject(new Error('not yet'))
          : Promise.resolve(new Map([[0, 0]]));
      },
    });
    await until('a arrives', () => values().length > 0);
    expect(asked).toBe(3);
  });

  test('goes back when it is told to seek', async () => {
    const topic = await newTopic();
    await send(topic, ['a', 'b']);
    const { consumer, values } = consume(topic);
    await until('both arrive', () => values().length === 2);
    consumer.seek(0, 1);
    await until('b arrives again', () => values().length === 3);
    expect(values()).toEqual(['a', 'b', 'b']);
  });

  test('starts over after a handler that failed: revoked, assigned, the batch again', async () => {
    const topic = await newTopic();
    await send(topic, ['a', 'b']);
    const seen: string[] = [];
    const { revoked } = consume(topic, {
      onBatch({ records }) {
        seen.push(records.map(({ value }) => String(value)).join(''));
        return seen.length === 1 ? Promise.reject(new TypeError('a bug')) : Promise.resolve();
      },
    });
    await until('the batch comes again', () => seen.length === 2);
    expect(seen).toEqual(['ab', 'ab']);
    expect(revoked).toEqual([[0]]);
  });

  test('asks anew where to begin when its topic was made again while a batch was handled', async () => {
    const topic = await newTopic();
    await send(topic, ['old 0', 'old 1']);
    const topicIds: (string | null)[] = [];
    let made = (): void => undefined;
    const madeAgain = new Promise<void>((resolve) => {
      made = resolve;
    });
    const values: string[] = [];
    consume(topic, {
      onAssigned(_, topicId) {
        topicIds.push(topicId);
        return Promise.resolve(new Map([[0, 0]]));
      },
      async onBatch({ records }) {
        values.push(...records.map(({ value }) => String(value)));
        await madeAgain;
      },
    });
    await until('the old ones arrive', () => values.length === 2);
    await deleteTestTopic(brokers(), topic);
    await ensureTopic(createTestKafka(brokers()), topic, 1);
    // Longer than the one before: to go on after its last offset looks like no failure at all.
    await send(topic, ['new 0', 'new 1', 'new 2', 'new 3']);
    made();
    await until('the newest arrives', () => values.includes('new 3'));
    expect(values).toEqual(['old 0', 'old 1', 'new 0', 'new 1', 'new 2', 'new 3']);
    expect(topicIds).toHaveLength(2);
    expect(topicIds[0]).toMatch(/^[\w-]{22}$/);
    expect(topicIds[1]).not.toBe(topicIds[0]);
  });

  test('shares the partitions of a group, and takes over those of a member that leaves', async () => {
    const topic = await newTopic(2);
    const groupId = randomUUID();
    const one = consume(topic, { groupId });
    await until('the first owns both', () => one.consumer.state().assigned.length === 2);
    const other = consume(topic, { groupId });
    await until('each owns one', () =>
      [one, other].every(({ consumer }) => consumer.state().assigned.length === 1),
    );
    expect(one.revoked).toEqual([[0, 1]]);
    await other.consumer.stop();
    await until('the first owns both again', () => one.consumer.state().assigned.length === 2);
    await send(topic, ['x'], { partition: 0 });
    await send(topic, ['y'], { partition: 1 });
    await until('both arrive', () => one.values().length === 2);
  });

  test('hands a record batch that cannot be unpacked over as records that say so, and goes on', async () => {
    const topic = await newTopic();
    await send(topic, ['before'], { compression: 'lz4' });
    await sendBrokenLz4(topic, ['a', 'b', 'c']);
    await send(topic, ['behind'], { compression: 'lz4' });
    const { batches, values } = consume(topic);
    await until('the last one arrives', () => values().includes('behind'));
    const records = batches.flatMap((batch) => batch.records);
    expect(records.map(({ offset }) => offset)).toEqual(['0', '1', '2', '3', '4']);
    expect(records.map(({ unreadable }) => unreadable)).toEqual([
      undefined,
      'ContentChecksumError',
      'ContentChecksumError',
      'ContentChecksumError',
      undefined,
    ]);
    const [bytes, ...rest] = records.slice(1, 4).map(({ value }) => value);
    // The whole batch: its offset comes first, and further on its LZ4 frame.
    expect(bytes?.readBigInt64BE(0)).toBe(1n);
    expect(bytes?.includes('04224d18', 'hex')).toBe(true);
    expect(rest).toEqual([null, null]);
  });
});

test('goes on behind a record batch that compaction has emptied, and tells what is missing', async () => {
  const topic = `test.${randomUUID()}`;
  const client = createTestKafka(brokers()).openClient();
  const admin = client.kafka.admin();
  onTestFinished(async () => {
    client.destroy();
    await deleteTestTopic(brokers(), topic);
  });
  await admin.connect();
  const configEntries = [
    { name: 'cleanup.policy', value: 'compact' },
    // What is sent closes the segment of what was sent before, which may be compacted then.
    { name: 'segment.ms', value: '1' },
    { name: 'min.cleanable.dirty.ratio', value: '0.001' },
  ];
  await admin.createTopics({ topics: [{ topic, numPartitions: 1, configEntries }] });
  const sendByKey = async (records: { key: string; value: string }[]): Promise<void> => {
    const producer = createRecordProducer(createTestKafka(brokers()));
    await producer.send(
      topic,
      records.map((record) => ({ partition: 0, ...record })),
    );
    await producer.stop();
  };
  // The only batch of its producer: Kafka keeps it for the producer's sequence number, without its record.
  await sendByKey([{ key: 'a', value: 'replaced' }]);
  // More than one fetch asks for, so that the first one brings the emptied batch and nothing else.
  const value = 'x'.repeat(500);
  await sendByKey(Array.from({ length: 400 }, (_, i) => ({ key: i === 0 ? 'a' : `k${i}`, value })));
  await sendByKey([{ key: 'z', value: 'last' }]);
  await eventually(
    'compaction has emptied the first batch, and what follows is read',
    async () => {
      const [records = []] = await readTopic(brokers(), topic);
      return records[0]?.offset === '1' ? true : null;
    },
    { everyMs: 1_000 },
  );
  const { batches, values } = consume(topic);
  await until('the last one arrives', () => values().includes('last'));
  expect(batches[0]).toMatchObject({
    records: [],
    firstOffset: 0,
    nextOffset: 1,
    missing: [{ from: 0, to: 1 }],
  });
  expect(values()).toEqual([...Array.from({ length: 400 }, () => value), 'last']);
});

describe('the record producer', { timeout: 60_000 }, () => {
  test('keeps the order and every byte, in each compression', async () => {
    const topic = await newTopic();
    const producer = createRecordProducer(createTestKafka(brokers()));
    await producer.start();
    onTestFinished(() => producer.stop());
    const values = Array.from(
      { length: 2_000 },
      (_, index) => `${String(index)} ${'ä€🚗'.repeat(index % 40)}`,
    );
    const compressions = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
    for (const compression of compressions) {
      await producer.send(
        topic,
        values.map((value) => ({ partition: 0, value })),
        { compression },
      );
    }
    const consumed = consume(topic);
    await until(
      'all arrive',
      () => consumed.values().length >= values.length * compressions.length,
    );
    expect(consumed.values()).toEqual(compressions.flatMap(() => values));
  });

  test('rejects a send that Kafka does not acknowledge', async () => {
    const topic = await newTopic();
    const producer = createRecordProducer(createTestKafka(brokers()));
    await producer.start();
    onTestFinished(() => producer.stop());
    // No broker with default settings takes a record of this size.
    const value = Buffer.alloc(3_000_000, 'x');
    await expect(producer.send(topic, [{ partition: 0, value }])).rejects.toThrow();
    await producer.send(topic, [{ partition: 0, value: 'small' }]);
    const { values } = consume(topic);
    await until('the small one arrives', () => values().length > 0);
    expect(values()).toEqual(['small']);
  });
});
