import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from '@intellisite/db';
import { encodeDetection } from '@intellisite/contracts';
import { createRecordProducer, ensureTopic } from '@intellisite/kafka';
import { createTestKafka } from '@intellisite/kafka/testing';
import { eventually } from '@intellisite/service/testing';
import { findFreePort, startTestKafka } from '@intellisite/stack/testing';
import { expect, onTestFinished, test } from 'vitest';
import { openQuietWay } from './quiet-way.ts';
import { createInstallation, suv, untilSettled } from './support.ts';

/** Indexed of each partition before the loss, and left of it. */
const BEFORE = 100;
const LEFT = 60;

/** A topic on a broker of its own, whose partitions have 100 messages each and can lose the newest 40. */
async function createFragileTopic(topic: string, partitions: number) {
  const parent = mkdtempSync(join(tmpdir(), 'intellisite-lost-tail-'));
  const port = await findFreePort();
  const way = await openQuietWay(port);
  const proxied = [{ port, advertisedPort: way.port }];
  const broker = await startTestKafka({ folders: { kafka: parent }, proxied });
  onTestFinished(async () => {
    await broker.stop();
    rmSync(parent, { recursive: true });
  });
  const kafka = createTestKafka(broker.brokers.join(','));
  await ensureTopic(kafka, topic, partitions);
  const [folder = ''] = readdirSync(parent);
  const logs = Array.from({ length: partitions }, (_, partition) =>
    join(parent, folder, 'kafka', 'data', `${topic}-${partition}`, `${'0'.repeat(20)}.log`),
  );
  let sent = 0;
  /** So many to each partition. Each names a camera of its own, so that those that came twice can be told. */
  async function send(counts: readonly number[]): Promise<void> {
    const producer = createRecordProducer(kafka);
    const records = counts.flatMap((count, partition) =>
      Array.from({ length: count }, () => ({
        partition,
        value: encodeDetection({ vehicle: suv, source: `camera ${(sent += 1)}` }),
      })),
    );
    await producer.send(topic, records);
    await producer.stop();
  }
  await send(logs.map(() => LEFT));
  const sizes = logs.map((log) => statSync(log).size);
  await send(logs.map(() => BEFORE - LEFT));
  return {
    brokers: broker.brokers,
    /** The same by the way. */
    brokersByWay: [`127.0.0.1:${way.port}`],
    way,
    send,
    /** As when the host loses its power before all that Kafka acknowledged is on the disk. */
    async loseTail(): Promise<void> {
      await broker.kill();
      logs.forEach((log, partition) => {
        truncateSync(log, sizes[partition]);
      });
      await broker.restart();
    },
  };
}

async function untilRead(pool: Pool, nextOffsets: readonly number[]): Promise<void> {
  await eventually(`all before offsets ${nextOffsets.join(', ')} is read`, async () => {
    const { rows } = await pool.query<{ next: number }>(
      'SELECT next_offset AS next FROM checkpoints ORDER BY partition',
    );
    return rows.map(({ next }) => next).join() === nextOffsets.join() ? true : null;
  });
}

/** What is indexed, and how much of that more than once; and the ledger. */
async function outcome(pool: Pool) {
  const { rows: detections } = await pool.query<{ indexed: number; repeats: number }>(
    `SELECT count(*)::int AS indexed, (count(*) - count(DISTINCT series_id))::int AS repeats
       FROM detections`,
  );
  const { rows: ledger } = await pool.query<object>(
    `SELECT generation, partition, from_offset AS "from", to_offset AS "to", cause
       FROM offset_gaps ORDER BY partition, generation`,
  );
  return { ...detections[0], ledger };
}

/** The checkpoint stood at the end: of what is gone, everything was indexed. */
function nothingUnread(partition: number) {
  return { generation: 1, partition, from: BEFORE, to: BEFORE, cause: 'truncated' };
}

test('indexes once what took the offsets of a lost tail while no indexer ran', async () => {
  const { pool, settings, startIndexer } = await createInstallation();
  const topic = await createFragileTopic(settings.DETECTIONS_TOPIC, 3);
  const changes = { KAFKA_BROKERS: topic.brokers };
  const first = await startIndexer(changes);
  await untilSettled(pool, 3 * BEFORE);
  await first.stop();
  await topic.loseTail();
  // The partitions end below their checkpoint, at it, and behind it.
  await topic.send([20, 40, 60]);
  const second = await startIndexer(changes);
  await untilRead(pool, [80, 100, 120]);
  expect(await outcome(pool)).toEqual({
    indexed: 3 * BEFORE + 20 + 40 + 60,
    repeats: 0,
    ledger: [0, 1, 2].map(nothingUnread),
  });
  await second.stop();
});

test('indexes once what took the offsets of a lost tail while an indexer ran', async () => {
  const { pool, settings, startIndexer } = await createInstallation();
  const topic = await createFragileTopic(settings.DETECTIONS_TOPIC, 1);
  const indexer = await startIndexer({ KAFKA_BROKERS: topic.brokers });
  await untilSettled(pool, BEFORE);
  await topic.loseTail();
  await topic.send([60]);
  await untilRead(pool, [120]);
  expect(await outcome(pool)).toEqual({
    indexed: BEFORE + 60,
    repeats: 0,
    ledger: [nothingUnread(0)],
  });
  await indexer.stop();
});

test('indexes what fills a lost tail up to the very checkpoint while an indexer keeps its partitions', async () => {
  const { pool, settings, startIndexer } = await createInstallation();
  const topic = await createFragileTopic(settings.DETECTIONS_TOPIC, 1);
  const indexer = await startIndexer({ KAFKA_BROKERS: topic.brokersByWay });
  await untilSettled(pool, BEFORE);
  // The indexer learns of nothing before the offsets have other messages: its group still knows it then.
  topic.way.hold();
  await topic.loseTail();
  await topic.send([BEFORE - LEFT]);
  topic.way.release();
  await untilSettled(pool, BEFORE + BEFORE - LEFT);
  expect(await outcome(pool)).toEqual({
    indexed: BEFORE + BEFORE - LEFT,
    repeats: 0,
    ledger: [nothingUnread(0)],
  });
  await indexer.stop();
});

test('declares what it cannot tell where the checkpoint is of an indexer that keeps no leader epochs', async () => {
  const { pool, settings, startIndexer } = await createInstallation();
  const topic = await createFragileTopic(settings.DETECTIONS_TOPIC, 1);
  const changes = { KAFKA_BROKERS: topic.brokers };
  const first = await startIndexer(changes);
  await untilSettled(pool, BEFORE);
  await first.stop();
  // Such an indexer has moved the offset since, and nothing else of these.
  await pool.query('UPDATE checkpoints SET leader_epoch_offset = leader_epoch_offset - 1');
  await topic.loseTail();
  await topic.send([60]);
  const second = await startIndexer(changes);
  await untilRead(pool, [120]);
  expect(await outcome(pool)).toEqual({
    indexed: BEFORE + 60,
    repeats: 0,
    ledger: [
      nothingUnread(0),
      { generation: 2, partition: 0, from: 0, to: LEFT, cause: 'truncated' },
    ],
  });
  await second.stop();
});
