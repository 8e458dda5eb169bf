import { decodeAlert, encodeDetection } from '@intellisite/contracts';
import { badMessages, oddMessages } from '@intellisite/contracts/testing';
import { ensureTopic } from '@intellisite/kafka';
import { createTestKafka, deleteTestTopic, readTopic } from '@intellisite/kafka/testing';
import { eventually } from '@intellisite/service/testing';
import { describe, expect, test } from 'vitest';
import { createInstallation, healthUrl, untilSettled } from './support.ts';

const suv = { year: 2011, make: 'Toyota', model: 'Land Cruiser', category: 'SUV' };
const sedan = { year: 2014, make: 'Kia', model: "C'eed", category: 'Sedan' };

function good(count: number, vehicle = suv) {
  return Array.from({ length: count }, (_, index) => ({
    partition: index % 3,
    value: encodeDetection({ vehicle, timestamp: Date.UTC(2024, 0, 1, 0, 0, index) }),
  }));
}

describe('the indexer', () => {
  test('puts each message into exactly one of detections and quarantine, whatever it is and however it is compressed', async () => {
    const { pool, producer, settings, startIndexer, log } = await createInstallation();
    const compressions = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
    const messages = [
      ...badMessages.map(({ value }) => value),
      ...oddMessages.map(({ value }) => value),
    ].map((value, index) => ({ partition: index % 3, value: value && Buffer.from(value) }));
    for (const compression of compressions) {
      await producer.send(settings.DETECTIONS_TOPIC, messages, { compression });
    }
    await startIndexer();
    const times = compressions.length;
    const heads = await untilSettled(pool, messages.length * times);
    expect(heads).toMatchObject({
      position: oddMessages.length * times,
      quarantined: badMessages.length * times,
    });

    const { rows } = await pool.query<{ code: string; reason: string; value: Buffer | null }>(
      'SELECT code, reason, value FROM quarantine',
    );
    const found = rows.map(({ code, value }) => `${code} ${value?.toString('hex') ?? 'null'}`);
    const due = badMessages.map(
      ({ code, value }) =>
        `${code} ${value === null ? 'null' : Buffer.from(value).toString('hex')}`,
    );
    expect(found.toSorted()).toEqual(
      Array.from({ length: times }, () => due)
        .flat()
        .toSorted(),
    );
    expect(rows.filter(({ reason }) => reason.length < 10 || reason.length > 300)).toEqual([]);

    const { rows: vehicles } = await pool.query<{ text: string }>(
      `SELECT v.year || '|' || m.name || '|' || o.name || '|' || v.category || '|' || coalesce(s.name, '') AS text
         FROM detections d JOIN series e ON e.id = d.series_id JOIN vehicles v ON v.id = e.vehicle_id
         JOIN models o ON o.id = v.model_id JOIN makes m ON m.id = o.make_id
         LEFT JOIN sources s ON s.id = e.source_id`,
    );
    const dueVehicles = oddMessages.map(({ message: { vehicle, source } }) =>
      [vehicle.year, vehicle.make, vehicle.model, vehicle.category, source ?? ''].join('|'),
    );
    expect(new Set(vehicles.map(({ text }) => text))).toEqual(new Set(dueVehicles));

    // A person reads these lines; a hostile message must not fill them.
    expect(log.filter((line) => line.length > 4_000)).toEqual([]);
  });

  test('sets a record batch aside that unpacks to an attack, and goes on behind it', async () => {
    const { pool, producer, settings, startIndexer } = await createInstallation();
    await startIndexer();
    const bomb = Buffer.alloc(130 * 1024 * 1024, ' ');
    await producer.send(settings.DETECTIONS_TOPIC, [{ partition: 0, value: bomb }], {
      compression: 'gzip',
    });
    await producer.send(settings.DETECTIONS_TOPIC, good(30));
    expect(await untilSettled(pool, 31)).toMatchObject({ position: 30, quarantined: 1 });
    const { rows } = await pool.query<{ code: string; reason: string; bytes: number }>(
      'SELECT code, reason, length(value) AS bytes FROM quarantine',
    );
    expect(rows[0]).toMatchObject({ code: 'unreadable_batch' });
    expect(rows[0]?.reason).toMatch(/cannot be unpacked: /);
    expect(rows[0]?.bytes).toBeLessThan(1_000_000);
  });

  test('publishes an alert for each suspicious detection, in order, with all that it tells', async () => {
    const { pool, producer, settings, startIndexer } = await createInstallation();
    await producer.send(settings.DETECTIONS_TOPIC, [...good(50), ...good(50, sedan)]);
    await startIndexer();
    await untilSettled(pool, 100);
    const values = await eventually('50 alerts are published', async () => {
      const [records = []] = await readTopic(
        settings.KAFKA_BROKERS.join(','),
        settings.ALERTS_TOPIC,
      );
      return records.length >= 50 ? records.map(({ value }) => value) : null;
    });
    const alerts = values.map((value) => value && decodeAlert(value));
    expect(alerts.map((alert) => alert?.seq)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    expect(alerts[0]).toMatchObject({ ...suv, rule: 'suspicious-vehicle', source: null });
  });

  test('says once why alerts wait, makes their topic again, and publishes them', async () => {
    const { producer, settings, startIndexer, log } = await createInstallation();
    const brokers = settings.KAFKA_BROKERS.join(',');
    const untilPublished = (alerts: number) =>
      eventually(`${String(alerts)} alerts are published`, async () => {
        const [records = []] = await readTopic(brokers, settings.ALERTS_TOPIC);
        return records.length === alerts ? true : null;
      });
    await startIndexer();
    await producer.send(settings.DETECTIONS_TOPIC, good(9));
    await untilPublished(9);
    await deleteTestTopic(brokers, settings.ALERTS_TOPIC);
    await producer.send(settings.DETECTIONS_TOPIC, good(9));
    await untilPublished(9);
    expect(log.filter((line) => line.includes('alerts wait'))).toHaveLength(1);
    expect(log.filter((line) => line.includes('relaying alerts'))).toHaveLength(1);
  });

  test('goes on after a restart without losing or doubling a message', async () => {
    const { pool, producer, settings, startIndexer } = await createInstallation();
    await producer.send(settings.DETECTIONS_TOPIC, good(300));
    const first = await startIndexer();
    await untilSettled(pool, 1);
    await first.stop();
    await producer.send(settings.DETECTIONS_TOPIC, good(300));
    await startIndexer();
    await untilSettled(pool, 600);
    const { rows } = await pool.query(
      'SELECT count(*)::int AS rows, count(DISTINCT position)::int AS positions, max(position)::int AS last FROM detections',
    );
    expect(rows).toEqual([{ rows: 600, positions: 600, last: 600 }]);
  });

  test('writes a new version of the rule when the setting changes, and all running indexers follow', async () => {
    const { pool, producer, settings, startIndexer } = await createInstallation();
    await startIndexer();
    await producer.send(settings.DETECTIONS_TOPIC, good(9));
    expect(await untilSettled(pool, 9)).toMatchObject({ alertSeq: 9 });
    await startIndexer({ SUSPICIOUS_VEHICLE: ['sedan'] });
    await producer.send(settings.DETECTIONS_TOPIC, [...good(9), ...good(9, sedan)]);
    expect(await untilSettled(pool, 27)).toMatchObject({ alertSeq: 18 });
    const { rows } = await pool.query(
      `SELECT v.version, count(*)::int AS alerts FROM alerts a
         JOIN rule_versions v ON v.id = a.rule_version_id GROUP BY v.version ORDER BY v.version`,
    );
    expect(rows).toEqual([
      { version: 1, alerts: 9 },
      { version: 2, alerts: 9 },
    ]);
  });

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
      await producer.send(settings.DETECTIONS_TOPIC, good(30, suv));
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

  test('tells its lag, its batches and its quarantine', async () => {
    const { pool, producer, settings, startIndexer, log } = await createInstallation();
    await startIndexer();
    await producer.send(settings.DETECTIONS_TOPIC, [...good(20), { partition: 0, value: 'no' }]);
    await untilSettled(pool, 21);
    const metrics = await eventually('the metrics tell it', async () => {
      const text = await (await fetch(`${healthUrl(log)}/metrics`)).text();
      return /lag_messages\{[^}]*\} 0/.test(text) ? text : null;
    });
    for (const [name, value] of [
      ['detections_indexed_total', '20'],
      ['alerts_raised_total', '20'],
      ['quarantined_total', '1'],
      ['fenced_writes_total', '0'],
      ['relay_backlog', String.raw`\d+`],
      ['lag_seconds', '0'],
      ['batch_messages_sum', '21'],
      ['batch_seconds_count', String.raw`\d+`],
    ] as const) {
      expect(metrics).toMatch(new RegExp(`^intellisite_${name}(\\{[^}]*\\})? ${value}$`, 'm'));
    }
  });

  test('tells how far it is behind before it has written anything', async () => {
    const { pool, producer, settings, startIndexer, log } = await createInstallation();
    await producer.send(settings.DETECTIONS_TOPIC, good(20));
    const holder = await pool.connect();
    // Nobody can write meanwhile.
    await holder.query('BEGIN; LOCK TABLE detections IN SHARE MODE');
    await startIndexer();
    const lag = async (): Promise<number> => {
      const text = await (await fetch(`${healthUrl(log)}/metrics`)).text();
      const partitions = [...text.matchAll(/^intellisite_lag_messages\{[^}]*\} (\d+)$/gm)];
      return partitions.reduce((sum, [, messages]) => sum + Number(messages), 0);
    };
    await expect.poll(lag).toBe(20);
    await holder.query('ROLLBACK');
    holder.release();
    await expect.poll(lag).toBe(0);
  });

  test('is not behind after a restart at which everything was indexed', async () => {
    const { pool, producer, settings, startIndexer, log } = await createInstallation();
    await producer.send(settings.DETECTIONS_TOPIC, good(30));
    const first = await startIndexer();
    await untilSettled(pool, 30);
    await first.stop();
    await startIndexer();
    const lag = await eventually('it tells the lag of its partitions', async () => {
      const text = await (await fetch(`${healthUrl(log)}/metrics`)).text();
      const lines = text.match(/^intellisite_lag_.*$/gm) ?? [];
      return lines.length > 0 ? lines : null;
    });
    expect(lag.toSorted()).toEqual(
      ['messages', 'seconds'].flatMap((unit) =>
        [0, 1, 2].map(
          (partition) => `intellisite_lag_${unit}{partition="${partition}",service="indexer"} 0`,
        ),
      ),
    );
  });

  test('says what it waits for while the database is away, and still stops', async () => {
    const { settings, startIndexer, log } = await createInstallation();
    const away = new URL(settings.DATABASE_URL);
    away.port = '1';
    const starting = startIndexer({ DATABASE_URL: away.href });
    const body = await eventually('its health is served', async () => {
      if (!log.some((line) => line.includes('waiting for the database'))) return null;
      const response = await fetch(`${healthUrl(log)}/ready`);
      return { status: response.status, text: await response.text() };
    });
    expect(body.status).toBe(503);
    expect(body.text).toContain('waiting for the database');
    expect(log.join('')).not.toContain(away.password);
    // Stopped by the end of the test, which would wait for it.
    void starting;
  });
});
