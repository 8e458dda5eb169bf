import { ensureTopic } from '@intellisite/kafka';
import { createTestKafka, deleteTestTopic, readTopic } from '@intellisite/kafka/testing';
import { eventually } from '@intellisite/service/testing';
import { describe, expect, test } from 'vitest';
import { createInstallation, good, healthUrl, untilSettled } from './support.ts';

describe('an indexer whose messages or topics are gone', () => {
  test('stops at expired messages when it is told to, says so, and records them when told to go on', async () => {
    const { pool, producer, settings, startIndexer, log } = await createInstallation();
    await producer.send(settings.DETECTIONS_TOPIC, good(30));
    const first = await startIndexer();
    await untilSettled(pool, 30);
    await first.stop();
    await producer.send(settings.DETECTIONS_TOPIC, good(30));
    const client = createTestKafka(settings.KAFKA_BROKERS.join(',')).openClient();
    const admin = client.kafka.admin();
    await admin.connect();
    await admin.fetchTopicOffsets(settings.DETECTIONS_TOPIC);
    await admin.deleteTopicRecords({
      topic: settings.DETECTIONS_TOPIC,
      partitions: [{ partition: 0, offset: '15' }],
    });
    client.destroy();
    await producer.send(settings.DETECTIONS_TOPIC, good(30));

    const halted = await startIndexer({ ON_OFFSET_GAP: 'stop' });
    const ready = await eventually('the indexer halts', async () => {
      const response = await fetch(`${healthUrl(log)}/ready`);
      const body = (await response.json()) as { checks: Record<string, string> };
      const { ingest } = body.checks;
      return ingest === 'ok' ? null : { status: response.status, ingest };
    });
    expect(ready.status).toBe(503);
    expect(ready.ingest).toMatch(/partition 0 lacks offsets 10 to 14; set ON_OFFSET_GAP=continue/);
    await halted.stop();

    await startIndexer();
    await untilSettled(pool, 85);
    const { rows } = await pool.query(
      'SELECT partition, from_offset AS "from", to_offset AS "to", cause FROM offset_gaps',
    );
    expect(rows).toEqual([{ partition: 0, from: 10, to: 15, cause: 'expired' }]);
  });

  test('stops when unread messages are gone with their topic, and counts them when told to go on', async () => {
    const { pool, producer, settings, startIndexer, log } = await createInstallation();
    const brokers = settings.KAFKA_BROKERS.join(',');
    const gaps = async () => {
      const { rows } = await pool.query<{ lost: number; cause: string }>(
        'SELECT (to_offset - from_offset)::int AS lost, cause FROM offset_gaps',
      );
      return rows;
    };
    await producer.send(settings.DETECTIONS_TOPIC, good(30));
    const first = await startIndexer();
    await untilSettled(pool, 30);
    await first.stop();
    // As if an indexer had ended with messages that it had seen in Kafka, but not written yet.
    await pool.query('UPDATE checkpoints SET high_watermark = 14 WHERE partition = 1');
    await deleteTestTopic(brokers, settings.DETECTIONS_TOPIC);
    await ensureTopic(createTestKafka(brokers), settings.DETECTIONS_TOPIC, 3);
    await producer.send(settings.DETECTIONS_TOPIC, good(27));

    const halted = await startIndexer({ ON_OFFSET_GAP: 'stop' });
    const ready = await eventually('the indexer halts', async () => {
      const response = await fetch(`${healthUrl(log)}/ready`);
      const { checks } = (await response.json()) as { checks: { ingest: string } };
      return checks.ingest === 'ok' ? null : { status: response.status, ...checks };
    });
    expect(ready).toMatchObject({
      status: 503,
      ingest: expect.stringContaining('partition 1 lacks offsets 10 to 13') as string,
    });
    expect(await gaps()).not.toContainEqual({ lost: 4, cause: 'recreated' });
    await halted.stop();

    await startIndexer();
    await untilSettled(pool, 57);
    expect(await gaps()).toContainEqual({ lost: 4, cause: 'recreated' });
    const metrics = await (await fetch(`${healthUrl(log)}/metrics`)).text();
    expect(metrics).toMatch(/^intellisite_offset_gaps_total\{[^}]*\} 1$/m);
  });

  test('makes its topics again when Kafka has lost them, and goes on', async () => {
    const { pool, producer, settings, startIndexer } = await createInstallation();
    const brokers = settings.KAFKA_BROKERS.join(',');
    await startIndexer();
    await producer.send(settings.DETECTIONS_TOPIC, good(30));
    await untilSettled(pool, 30);
    await deleteTestTopic(brokers, settings.DETECTIONS_TOPIC);
    await deleteTestTopic(brokers, settings.ALERTS_TOPIC);
    await eventually('the topic takes messages again', async () => {
      await producer.send(settings.DETECTIONS_TOPIC, good(30));
      return true;
    });
    await untilSettled(pool, 60);
    await eventually('the alerts of what came then are published', async () => {
      const [alerts = []] = await readTopic(brokers, settings.ALERTS_TOPIC);
      return alerts.length === 30 ? true : null;
    });
  });

  test('reads a topic that was made again while it was away, also where that ends short of its checkpoint', async () => {
    const { pool, producer, settings, startIndexer } = await createInstallation();
    const brokers = settings.KAFKA_BROKERS.join(',');
    await producer.send(settings.DETECTIONS_TOPIC, good(30));
    const first = await startIndexer();
    await untilSettled(pool, 30);
    await first.stop();
    await deleteTestTopic(brokers, settings.DETECTIONS_TOPIC);
    await ensureTopic(createTestKafka(brokers), settings.DETECTIONS_TOPIC, 3);
    // Each partition ends where the newest record stood that was indexed: no fetch there brings anything.
    await producer.send(settings.DETECTIONS_TOPIC, good(27));
    await startIndexer();
    await untilSettled(pool, 57);
    const { rows } = await pool.query(
      `SELECT partition, generation, from_offset AS "from", to_offset AS "to", cause
         FROM offset_gaps ORDER BY partition`,
    );
    expect(rows).toEqual(
      [0, 1, 2].map((partition) => ({
        partition,
        generation: 1,
        from: 10,
        to: 10,
        cause: 'recreated',
      })),
    );
  });

  test.each(['assignment', 'recovery'] as const)(
    'does not take a topic that was made again during its %s for one that lost its newest messages',
    async (during) => {
      const { pool, producer, settings, startIndexer, log } = await createInstallation();
      const brokers = settings.KAFKA_BROKERS.join(',');
      const told = (what: string) =>
        eventually(what, () => (log.some((line) => line.includes(what)) ? true : null));
      await producer.send(settings.DETECTIONS_TOPIC, good(30));
      const first = await startIndexer();
      await untilSettled(pool, 30);
      if (during === 'assignment') await first.stop();
      // Nobody can say where to begin.
      await pool.query('ALTER TABLE checkpoints RENAME TO gone');
      // What waits to be taken keeps an indexer from fetching, and so from learning that the topic is another.
      await producer.send(settings.DETECTIONS_TOPIC, good(3));
      if (during === 'assignment') {
        await startIndexer();
        await told('where to begin them is not known yet');
      } else {
        await told('waiting to read the checkpoints again');
        await producer.send(settings.DETECTIONS_TOPIC, good(3));
      }
      await deleteTestTopic(brokers, settings.DETECTIONS_TOPIC);
      await ensureTopic(createTestKafka(brokers), settings.DETECTIONS_TOPIC, 3);
      await producer.send(settings.DETECTIONS_TOPIC, good(27));
      await pool.query('ALTER TABLE gone RENAME TO checkpoints');
      await untilSettled(pool, 57);
      const { rows } = await pool.query(
        'SELECT partition, generation, cause FROM offset_gaps ORDER BY partition, generation',
      );
      expect(rows).toEqual(
        [0, 1, 2].map((partition) => ({ partition, generation: 1, cause: 'recreated' })),
      );
    },
  );
});
