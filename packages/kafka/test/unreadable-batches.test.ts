import { randomUUID } from 'node:crypto';
import { eventually } from '@intellisite/service/testing';
import kafkajs from 'kafkajs';
import { compressFrame } from 'lz4-napi';
import { expect, onTestFinished, test } from 'vitest';
import { registerCodecs } from '../src/codecs/register-codecs.ts';
import { createRecordProducer } from '../src/index.ts';
import { createTestKafka, deleteTestTopic, readTopic } from '../src/testing.ts';
import { brokers, consume, newTopic, send, until } from './support.ts';

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
