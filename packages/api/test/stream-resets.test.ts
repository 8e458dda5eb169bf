import { expect, test } from 'vitest';
import { createStreamInstallation, KAFKA_ALONE, range, untilLive } from './stream-support.ts';

test('an id that is not there yet resets the stream, which then goes on live', async () => {
  const { append, publish, startInstance } = await createStreamInstallation();
  await append(3);
  const instance = await startInstance(KAFKA_ALONE);
  await untilLive(instance);
  const client = await instance.connect({ lastEventId: 10 });
  expect(await client.untilEvent('reset')).toEqual({ reason: 'ahead', head: 3 });
  expect(client.events[0]?.id).toBe('3');
  await append(9);
  await publish(3);
  await client.until(12);
  expect(client.numbers()).toEqual(range(4, 12));
});

test('an id below what retention left resets the stream; the lowest that is left does not', async () => {
  const { pool, append, publish, startInstance } = await createStreamInstallation();
  await append(10);
  await pool.query('DELETE FROM alerts WHERE seq <= 5');
  await pool.query('UPDATE store SET alert_floor = 5');
  const instance = await startInstance(KAFKA_ALONE);
  await untilLive(instance);
  const below = await instance.connect({ lastEventId: 4 });
  expect(await below.untilEvent('reset')).toEqual({ reason: 'dropped', head: 10 });
  const lowest = await instance.connect({ lastEventId: 5 });
  await append(1);
  await publish(10);
  await below.until(11);
  await lowest.until(11);
  expect(below.numbers()).toEqual([11]);
  expect(lowest.numbers()).toEqual(range(6, 11));
  expect(lowest.events.map(({ event }) => event)).not.toContain('reset');
});

test('a client that retention overtook is told so', async () => {
  const { pool, append, publish, startInstance } = await createStreamInstallation();
  const instance = await startInstance({ ...KAFKA_ALONE, ring: { alerts: 10, bytes: 1 } });
  await untilLive(instance);
  const client = await instance.connect();
  client.pause();
  await append(60_000);
  await publish(59_999);
  const healthy = await instance.connect();
  await pool.query('DELETE FROM alerts WHERE seq <= 59000');
  await pool.query('UPDATE store SET alert_floor = 59000');
  await append(1);
  await publish(60_000);
  await healthy.until(60_001);
  client.resume();
  const { reason, head } = (await client.untilEvent('reset')) as { reason: string; head: number };
  expect(reason).toBe('dropped');
  // It was overtaken when it read on, at the latest.
  expect(head).toBeGreaterThanOrEqual(59_000);
  expect(client.events.filter(({ event }) => event === 'reset')).toHaveLength(1);
  const before = client.numbers().filter((seq) => seq <= 59_000);
  expect(before).toEqual(range(1, before.length));
});

test('another database under the same name restarts the feed and resets the streams', async () => {
  const { pool, append, publish, send, forge, startInstance } = await createStreamInstallation();
  await append(20);
  const instance = await startInstance(KAFKA_ALONE);
  await untilLive(instance);
  const client = await instance.connect({ lastEventId: 15 });
  await client.until(20);
  await pool.query(`
    TRUNCATE alerts, detections;
    UPDATE store SET epoch = gen_random_uuid(), position = 0, alert_seq = 0`);
  await append(2);
  await send([await forge({ seq: 1 })]);
  expect(await client.untilEvent('reset')).toEqual({ reason: 'epoch', head: 2 });
  await append(1);
  await publish(2);
  await client.until(3);
  expect(client.numbers()).toEqual([...range(16, 20), 3]);
  const back = await instance.connect({ lastEventId: 20 });
  expect(await back.untilEvent('reset')).toEqual({ reason: 'ahead', head: 3 });
});

test('a stream that opens before the feed has noticed another database begins in that one', async () => {
  const { pool, append, publish, startInstance } = await createStreamInstallation();
  await append(20);
  const instance = await startInstance(KAFKA_ALONE);
  await untilLive(instance);
  await instance.connect();
  await pool.query(`
    TRUNCATE alerts, detections;
    UPDATE store SET epoch = gen_random_uuid(), position = 0, alert_seq = 0`);
  await append(2);
  const client = await instance.connect({ lastEventId: 1 });
  await client.until(2);
  await append(1);
  await publish(2);
  await client.until(3);
  expect(client.numbers()).toEqual([2, 3]);
});
