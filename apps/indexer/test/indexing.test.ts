import { decodeAlert } from '@intellisite/contracts';
import { badMessages, oddMessages } from '@intellisite/contracts/testing';
import { deleteTestTopic, readTopic } from '@intellisite/kafka/testing';
import { eventually } from '@intellisite/service/testing';
import { describe, expect, test } from 'vitest';
import { createInstallation, good, sedan, suv, untilSettled } from './support.ts';

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
});
