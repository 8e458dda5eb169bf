import { eventually } from '@intellisite/service/testing';
import { startTestKafka, startTestPostgres } from '@intellisite/stack/testing';
import { expect, onTestFinished, test } from 'vitest';
import { createStreamInstallation, range, untilLive } from './stream-support.ts';

test('streams go on while Kafka is away, and say so', async () => {
  const kafka = await startTestKafka();
  onTestFinished(() => kafka.stop());
  const { append, publish, startInstance } = await createStreamInstallation({
    brokers: kafka.brokers.join(','),
  });
  const instance = await startInstance({ lookEveryMs: 100 });
  await untilLive(instance);
  const client = await instance.connect();
  await append(1);
  await publish(0);
  await client.until(1);
  await kafka.kill();
  await eventually(
    'the streams are degraded',
    () => instance.streams.state().status === 'degraded' || null,
  );
  expect(instance.streams.state().reason).toBeTruthy();
  await append(2);
  await client.until(3);
  await kafka.restart();
  await untilLive(instance);
  await append(1);
  await publish(0);
  await client.until(4);
  expect(client.numbers()).toEqual(range(1, 4));
});

test('streams wait while Postgres is away, say so, and skip nothing', async () => {
  const postgres = await startTestPostgres();
  onTestFinished(() => postgres.stop());
  const { append, startInstance } = await createStreamInstallation({
    postgresUrl: postgres.postgresUrl,
  });
  const instance = await startInstance({ lookEveryMs: 100, ring: { alerts: 100 } });
  await append(1_000);
  const client = await instance.connect({ lastEventId: 0 });
  await client.until(1_000);
  await postgres.kill();
  await eventually(
    'the streams are unavailable',
    () => instance.streams.state().status === 'unavailable' || null,
  );
  await expect(instance.connect()).rejects.toThrow('503');
  await postgres.restart();
  await append(1_000);
  await client.until(2_000);
  const another = await instance.connect({ lastEventId: 500 });
  await another.until(2_000);
  expect(client.numbers()).toEqual(range(1, 2_000));
  expect(another.numbers()).toEqual(range(501, 2_000));
  expect(instance.streams.state().status).not.toBe('unavailable');
  const said = instance.log.filter((line) => line.includes('streams wait'));
  expect(said.length).toBeGreaterThan(0);
  expect(said.length).toBeLessThan(20);
});
