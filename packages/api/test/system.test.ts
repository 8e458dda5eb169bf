import { randomUUID } from 'node:crypto';
import type { System } from '@intellisite/contracts';
import { enterHeartbeat } from '@intellisite/db';
import { expect, test } from 'vitest';
import { detections, logIn, type LoggedIn } from './support.ts';

async function systemOf({ call }: LoggedIn): Promise<System> {
  const response = await call('/api/v1/system');
  expect(response.status).toBe(200);
  return (await response.json()) as System;
}

test('the system lists who runs, in which state, since when', async () => {
  const loggedIn = await logIn();
  await expect
    .poll(async () => (await systemOf(loggedIn)).services)
    .toMatchObject([{ kind: 'web', note: null }]);
  const { services, database } = await systemOf(loggedIn);
  expect(Date.now() - Date.parse(services[0]!.heartbeatAt)).toBeLessThan(10_000);
  expect(database.schema).toMatch(/^\d{14}_/);
  expect(database.bytes).toBeGreaterThan(0);
});

test('a partition names the indexer that has it and its delay, while that indexer speaks', async () => {
  const loggedIn = await logIn();
  const { log, pool, settings } = loggedIn.installation;
  await log.ingest(detections(3));
  const { rows } = await pool.query<{ partition: number }>('SELECT partition FROM checkpoints');
  const { partition } = rows[0]!;
  // More came since: the last batch saw an end that is not reached yet.
  await pool.query(
    'UPDATE checkpoints SET high_watermark = next_offset + 19 WHERE partition = $1',
    [partition],
  );
  const lagOf = async (): Promise<System['lag'][number] | undefined> =>
    (await systemOf(loggedIn)).lag.find((lag) => lag.partition === partition);
  expect(await lagOf()).toMatchObject({ messages: 19, behindSeconds: null, indexer: null });

  const id = randomUUID();
  await enterHeartbeat(
    pool,
    { id, kind: 'indexer', version: '1.2.3', startedAt: new Date() },
    {
      state: 'ready',
      note: null,
      partitions: [{ topic: settings.DETECTIONS_TOPIC, partition, behindSeconds: 36.4 }],
    },
  );
  expect(await lagOf()).toMatchObject({ messages: 19, behindSeconds: 36.4, indexer: id });

  await pool.query(
    `UPDATE service_instances SET heartbeat_at = now() - interval '1 minute' WHERE id = $1`,
    [id],
  );
  expect(await lagOf()).toMatchObject({ messages: 19, behindSeconds: null, indexer: null });
  expect((await systemOf(loggedIn)).services).toContainEqual(
    expect.objectContaining({ id, state: 'silent', note: null }),
  );
});

test('what Kafka lost is told, the newest first', async () => {
  const loggedIn = await logIn();
  const { pool } = loggedIn.installation;
  await pool.query(
    `INSERT INTO offset_gaps (topic, generation, partition, from_offset, to_offset, cause)
     VALUES ('t', 1, 0, 10, 12, 'expired'), ('t', 1, 2, 0, 5, 'recreated')`,
  );
  expect(await systemOf(loggedIn)).toMatchObject({
    lostOffsets: 7,
    lost: [
      { topic: 't', partition: 2, fromOffset: 0, toOffset: 5, cause: 'recreated' },
      { topic: 't', partition: 0, fromOffset: 10, toOffset: 12, cause: 'expired' },
    ],
  });
});
