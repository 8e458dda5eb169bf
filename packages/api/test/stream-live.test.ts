import { alert as alertSchema } from '@intellisite/contracts';
import { expect, test } from 'vitest';
import { createStreamInstallation, KAFKA_ALONE, range, untilLive } from './stream-support.ts';

test('alerts arrive as they are published, whole and in order', async () => {
  const installation = await createStreamInstallation();
  await installation.append(5);
  const instance = await installation.startInstance(KAFKA_ALONE);
  await untilLive(instance);
  const client = await instance.connect();
  expect(client.numbers()).toEqual([]);
  for (const seq of range(6, 15)) {
    await installation.append(1);
    await installation.publish(seq - 1);
    await client.until(seq);
  }
  expect(client.numbers()).toEqual(range(6, 15));
  expect(client.events[0]).toMatchObject({ id: '6', event: 'alert' });
  expect(client.alerts().map((alert) => alertSchema.strict().parse(alert))).toEqual(
    client.alerts(),
  );
  expect(client.alerts()[0]).toEqual({
    seq: 6,
    detectionId: 6,
    rule: 'suspicious-vehicle',
    timestamp: '2026-01-01T00:00:01.123Z',
    year: 2021,
    make: 'Škoda',
    model: 'Kodiaq "RS"',
    category: 'SUV, Wagon',
    categories: ['SUV', 'Wagon'],
    source: 'Tor 2 → Süd',
  });
});
