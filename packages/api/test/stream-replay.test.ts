import { expect, test } from 'vitest';
import { createStreamInstallation, KAFKA_ALONE, range, untilLive } from './stream-support.ts';

test('a replay turns live without a hole or a repeat while a burst of 100,000 arrives', async () => {
  const { append, publish, startInstance } = await createStreamInstallation();
  await append(5_000);
  const instance = await startInstance(KAFKA_ALONE);
  await untilLive(instance);
  const live = await instance.connect();
  const replaying = await instance.connect({ lastEventId: 100 });
  const late: Promise<{ from: number; numbers: number[] }>[] = [];
  for (let committed = 5_000; committed < 105_000; committed += 10_000) {
    await append(10_000);
    await publish(committed);
    if (committed % 30_000 > 5_000) continue;
    late.push(
      instance.connect({ lastEventId: committed - 2_500 }).then(async (client) => {
        await client.until(105_000);
        return { from: committed - 2_499, numbers: client.numbers() };
      }),
    );
  }
  await live.until(105_000);
  await replaying.until(105_000);
  expect(live.numbers()).toEqual(range(5_001, 105_000));
  expect(replaying.numbers()).toEqual(range(101, 105_000));
  for (const { from, numbers } of await Promise.all(late)) {
    expect(numbers).toEqual(range(from, 105_000));
  }
});

test('what a small ring no longer has is read from the database', async () => {
  const { append, publish, startInstance } = await createStreamInstallation();
  const instance = await startInstance({ ...KAFKA_ALONE, ring: { alerts: 10, bytes: 1 } });
  await untilLive(instance);
  await append(3_000);
  await publish(2_999);
  const ids = [0, 1, 511, 512, 513, 1_023, 1_500, 2_998, 2_999];
  for (const lastEventId of ids) {
    const client = await instance.connect({ lastEventId });
    await client.until(3_000);
    expect(client.numbers()).toEqual(range(lastEventId + 1, 3_000));
  }
});

test('a page that was read when the log ended in it is read again', async () => {
  const { append, publish, startInstance } = await createStreamInstallation();
  const instance = await startInstance({ ...KAFKA_ALONE, ring: { alerts: 10, bytes: 1 } });
  await untilLive(instance);
  for (const head of [100, 200, 300]) {
    await append(100);
    await publish(head - 1);
    const client = await instance.connect({ lastEventId: 0 });
    await client.until(head);
    expect(client.numbers()).toEqual(range(1, head));
  }
});

test('a client whose connection breaks before its first alert misses nothing', async () => {
  const { append, startInstance } = await createStreamInstallation();
  await append(4);
  const instance = await startInstance();
  const quiet = await instance.connect();
  await quiet.untilComment();
  quiet.close();
  await append(2);
  const lastEventId = quiet.lastEventId();
  expect(lastEventId).toBe(4);
  const back = await instance.connect({ lastEventId: lastEventId! });
  await back.until(6);
  expect(back.numbers()).toEqual([5, 6]);
});

test('without an id a stream begins at the head that stood when it was prepared', async () => {
  const { append, publish, startInstance, principal } = await createStreamInstallation();
  const instance = await startInstance(KAFKA_ALONE);
  await untilLive(instance);
  await append(7);
  const { signal } = new AbortController();
  const items = await instance.streams.subscribe({ principal, signal });
  await append(2);
  await publish(8);
  const numbers: number[] = [];
  for await (const item of items) {
    if (item.type === 'alert') numbers.push(item.alert.seq);
    if (numbers.length === 2) break;
  }
  expect(numbers).toEqual([8, 9]);
});
