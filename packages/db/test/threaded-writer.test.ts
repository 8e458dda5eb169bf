import { expect, it } from 'vitest';
import { createThreadedIngestWriter } from '../src/index.ts';
import { advance, batchOf, createTestStore, FATAL_TOPIC, seriesKey } from './support.ts';

it('fails the batch whose thread dies, and writes the next one in another', async () => {
  const store = await createTestStore();
  const writer = store.newWriter({ threaded: true });
  await writer.write(batchOf([seriesKey()]));
  await expect(writer.write({ ...batchOf([seriesKey()]), topic: FATAL_TOPIC })).rejects.toThrow(
    'the thread of the ingest transaction has ended',
  );
  const second = advance({ expectedOffset: 1, nextOffset: 2, highWatermark: 2 });
  const result = await writer.write(batchOf([seriesKey()], { advances: [second] }));
  expect(result.position).toBe(2);
});

it('keeps the code of an error of Postgres, by which a message that it refuses is found', async () => {
  const store = await createTestStore();
  const longest = 'x'.repeat(3_000_000);
  const write = store.newWriter({ threaded: true }).write(batchOf([seriesKey({ make: longest })]));
  await expect(write).rejects.toMatchObject({ code: '54000' });
});

it('says why a thread cannot start', async () => {
  const store = await createTestStore();
  const writer = createThreadedIngestWriter({
    databaseUrl: store.url,
    instance: 'test',
    thread: new URL('no-such-thread.ts', import.meta.url),
  });
  await expect(writer.write(batchOf([seriesKey()]))).rejects.toThrow('no-such-thread.ts');
  await writer.close();
});

it('writes one batch at a time', async () => {
  const store = await createTestStore();
  const writer = store.newWriter({ threaded: true });
  const first = writer.write(batchOf([seriesKey()]));
  await expect(writer.write(batchOf([seriesKey()]))).rejects.toThrow('one call at a time');
  await expect(first).resolves.toMatchObject({ position: 1 });
});
