import { encodeDetection } from '@intellisite/contracts';
import { createRecordProducer, ensureTopic } from '@intellisite/kafka';
import { createTestKafka } from '@intellisite/kafka/testing';
import { startTestKafka } from '@intellisite/stack/testing';
import { eventually } from '@intellisite/service/testing';
import { expect, onTestFinished, test } from 'vitest';
import { createInstallation, holdWrites, suv, untilSettled } from './support.ts';

test('stops within the 10 s that a service has, and gives up the lease, while Kafka hangs', async () => {
  const { pool, settings, startIndexer } = await createInstallation();
  const kafka = await startTestKafka();
  onTestFinished(() => kafka.stop());
  const client = createTestKafka(kafka.brokers.join(','));
  await ensureTopic(client, settings.DETECTIONS_TOPIC, 3);
  const producer = createRecordProducer(client);
  const send = (count: number) =>
    producer.send(
      settings.DETECTIONS_TOPIC,
      Array.from({ length: count }, () => ({
        partition: 0,
        value: encodeDetection({ vehicle: suv }),
      })),
    );
  const readRelay = async () => {
    const { rows } = await pool.query<{ owner: string | null; stuck: boolean }>(
      `SELECT owner, published_seq < alert_seq AND expires_at < clock_timestamp() AS stuck
         FROM relay, store`,
    );
    return rows[0];
  };
  const indexer = await startIndexer({ KAFKA_BROKERS: kafka.brokers });
  await send(9);
  await untilSettled(pool, 9);

  // What the indexer has read already is held back until Kafka hangs: so its alerts have nowhere to go.
  const letWrite = await holdWrites(pool);
  await send(9);
  await producer.stop();
  await eventually('the indexer writes', async () => {
    const { rowCount } = await pool.query(
      `SELECT FROM pg_locks WHERE NOT granted AND relation = 'detections'::regclass`,
    );
    return (rowCount ?? 0) > 0 ? true : null;
  });
  process.kill(kafka.pid(), 'SIGSTOP');
  await letWrite();
  await untilSettled(pool, 10);
  await eventually('the relay waits for Kafka instead of renewing its lease', async () =>
    (await readRelay())?.stuck === true ? true : null,
  );

  const begun = performance.now();
  await indexer.stop();
  expect(performance.now() - begun).toBeLessThan(9_000);
  expect((await readRelay())?.owner).toBeNull();
});
