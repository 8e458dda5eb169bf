import { eventually } from '@intellisite/service/testing';
import { describe, expect, test } from 'vitest';
import { createInstallation, good, healthUrl, holdWrites, untilSettled } from './support.ts';

describe('what an indexer tells of itself', () => {
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
    const letWrite = await holdWrites(pool);
    await startIndexer();
    const lag = async (): Promise<number> => {
      const text = await (await fetch(`${healthUrl(log)}/metrics`)).text();
      const partitions = [...text.matchAll(/^intellisite_lag_messages\{[^}]*\} (\d+)$/gm)];
      return partitions.reduce((sum, [, messages]) => sum + Number(messages), 0);
    };
    await expect.poll(lag).toBe(20);
    await letWrite();
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
