import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createStreamInstallation, KAFKA_ALONE, range, untilLive } from './stream-support.ts';

test('forged messages neither invent nor alter an alert', async () => {
  const { append, publish, send, forge, startInstance } = await createStreamInstallation();
  await append(3);
  const instance = await startInstance(KAFKA_ALONE);
  await untilLive(instance);
  const client = await instance.connect();
  await send([
    await forge({ seq: 4 }),
    await forge({ seq: 1_000_000_000 }),
    await forge({ seq: 2 }),
    await forge({ seq: 4, epoch: randomUUID() }),
    randomBytes(300),
    '{"Seq": 4}',
    '',
    null,
  ]);
  await append(1);
  await send([await forge({ seq: 4 })]);
  await client.until(4);
  await append(1);
  await publish(4);
  await client.until(5);
  expect(client.numbers()).toEqual([4, 5]);
  expect(new Set(client.alerts().map(({ make }) => make))).toEqual(new Set(['Škoda']));
  expect(client.events.map(({ event }) => event)).toEqual(['alert', 'alert']);
  expect(instance.streams.state()).toEqual({ status: 'live', reason: null });
});

test('whoever floods the topic does not decide how often the database is asked', async () => {
  const { pool, append, send, forge, startInstance } = await createStreamInstallation();
  const instance = await startInstance(KAFKA_ALONE);
  await untilLive(instance);
  const client = await instance.connect();
  const forged = await forge({ seq: 1_000_000 });
  let queries = 0;
  pool.on('acquire', () => {
    queries += 1;
  });
  const begun = performance.now();
  for (let round = 0; round < 100; round += 1) await send([forged]);
  await append(1);
  await client.until(1);
  const quarters = (performance.now() - begun) / 250;
  // The append is one; what was heard last is looked at once more.
  expect(queries).toBeLessThanOrEqual(Math.ceil(quarters) + 2);
});

test('numbers that Kafka skips, repeats or shuffles arrive once and in order', async () => {
  const { append, publish, startInstance } = await createStreamInstallation();
  const instance = await startInstance(KAFKA_ALONE);
  await untilLive(instance);
  const client = await instance.connect();
  await append(10);
  await publish(9);
  await client.until(10);
  await publish(0);
  await append(5);
  await publish(12, 1);
  await publish(11, 1);
  await publish(10);
  await publish(0);
  await client.until(15);
  await append(1);
  await publish(15);
  await client.until(16);
  expect(client.numbers()).toEqual(range(1, 16));
});

test('a burst that was committed before the first message of it came is read in pages', async () => {
  const { append, publish, startInstance } = await createStreamInstallation();
  const instance = await startInstance(KAFKA_ALONE);
  await untilLive(instance);
  const client = await instance.connect();
  await append(25_000);
  await publish(0, 1);
  await client.until(25_000);
  expect(client.numbers()).toEqual(range(1, 25_000));
});

test('alerts that are committed and not published arrive by looking', async () => {
  const { append, startInstance } = await createStreamInstallation();
  const instance = await startInstance({ lookEveryMs: 50 });
  await untilLive(instance);
  const client = await instance.connect();
  await append(2);
  await client.until(2);
  expect(client.numbers()).toEqual([1, 2]);
});
