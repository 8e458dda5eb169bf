import { describe, expect, onTestFinished, test } from 'vitest';
import { createRecordProducer } from '../src/index.ts';
import { createTestKafka } from '../src/testing.ts';
import { brokers, consume, newTopic, until } from './support.ts';

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
