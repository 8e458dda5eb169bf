import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import type { KafkaRecord } from '../src/partition-batch.ts';

// The parts of kafkajs that the patch changes, which it does not export.
const require = createRequire(import.meta.url);
const Decoder = require('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => object;
const decode = require('kafkajs/src/protocol/recordBatch/v0/decoder') as (
  decoder: object,
) => Promise<{ records: KafkaRecord[] }>;
const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0') as {
  RecordBatch: (batch: object) => Promise<{ buffer: Buffer }>;
};
const encodeRecord = require('kafkajs/src/protocol/recordBatch/record/v0') as (
  record: object,
) => object;

/** Where parts of a record batch are, in bytes from its beginning. */
const ATTRIBUTES = 21;
const RECORDS = 61;

/** Three records at offsets 0 to 2. */
async function recordBatch(): Promise<Buffer> {
  const records = ['a', 'b', 'c'].map((value, offsetDelta) => encodeRecord({ offsetDelta, value }));
  return (await RecordBatch({ lastOffsetDelta: 2, firstTimestamp: 7, records })).buffer;
}

test('a record batch has its records', async () => {
  const { records } = await decode(new Decoder(await recordBatch()));
  expect(records.map(({ offset, value }) => `${offset} ${String(value)}`)).toEqual([
    '0 a',
    '1 b',
    '2 c',
  ]);
});

test('a record batch that compaction has emptied stands at its last offset', async () => {
  const bytes = (await RecordBatch({ lastOffsetDelta: 2, firstTimestamp: 7, records: [] })).buffer;
  const { records } = await decode(new Decoder(bytes));
  expect(records).toMatchObject([{ offset: '2', key: null, value: null, emptied: true }]);
});

test.each([
  [
    'a compression that nobody knows',
    ATTRIBUTES + 1,
    5,
    'no codec is known for compression type 5',
  ],
  ['a record that is longer than its batch', RECORDS, 0x7e, 'a record does not end where it says'],
  ['a record of no length', RECORDS, 0, 'a record does not end where it says'],
  ['headers without end', RECORDS + 7, 0x7e, 'An array has more elements than there are bytes'],
])('%s makes all records of the batch unreadable', async (_, at, byte, unreadable) => {
  const bytes = await recordBatch();
  bytes.writeUInt8(byte, at);
  const { records } = await decode(new Decoder(bytes));
  expect(records).toMatchObject([
    { offset: '0', timestamp: '7', key: null, value: bytes, unreadable },
    { offset: '1', timestamp: '7', key: null, value: null, unreadable },
    { offset: '2', timestamp: '7', key: null, value: null, unreadable },
  ]);
});
