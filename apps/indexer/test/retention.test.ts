import { encodeDetection } from '@intellisite/contracts';
import { eventually } from '@intellisite/service/testing';
import { expect, test } from 'vitest';
import { createInstallation, healthUrl, untilSettled } from './support.ts';

const vehicle = { year: 2011, make: 'Toyota', model: 'Land Cruiser', category: 'SUV' };

test('what is older than RETENTION_DAYS is dropped by the indexer, and the rest is kept', async () => {
  const { pool, producer, settings, startIndexer, log } = await createInstallation();
  const messages = Array.from({ length: 20 }, (_, index) => ({
    partition: 0,
    value: encodeDetection({ vehicle, timestamp: Date.UTC(2024, 0, 1, 0, 0, index) }),
  }));
  await producer.send(settings.DETECTIONS_TOPIC, messages);
  const first = await startIndexer();
  await untilSettled(pool, 20);
  await eventually('all alerts are published', async () => {
    const { rows } = await pool.query('SELECT 1 FROM relay WHERE published_seq = 20');
    return rows.length > 0 ? true : null;
  });
  await first.stop();
  // As if a pass more than an hour ago had come by twelve of them, and three more had become too old since.
  await pool.query(
    `UPDATE detections SET ingested_at = now() - interval '48.5 hours' WHERE position <= 15`,
  );
  await pool.query(
    `INSERT INTO retention_passes (made_at, position_floor, alert_floor, keep_from)
     VALUES (now() - interval '61 minutes', 12, 12, now() - interval '49 hours')`,
  );

  await startIndexer({ RETENTION_DAYS: 2 });
  await eventually('they are deleted', () =>
    log.some((line) => line.includes('deleted what is kept no longer')) ? true : null,
  );
  const { rows } = await pool.query<{ first: number; floor: number; alerts: number }>(
    `SELECT min(position) AS first, (SELECT position_floor FROM store) AS floor,
            (SELECT count(*) FROM alerts) AS alerts FROM detections`,
  );
  expect(rows).toEqual([{ first: 13, floor: 15, alerts: 8 }]);
  const metrics = await (await fetch(`${healthUrl(log)}/metrics`)).text();
  expect(metrics).toMatch(/intellisite_detections_deleted_total\{.*\} 12/);
});
