import { expect, it, onTestFinished } from 'vitest';
import { createLoginCounters, createPool, type LoginCounters } from '../src/index.ts';
import { createTestAccounts } from './accounts-support.ts';

async function createInstances(): Promise<[LoginCounters, LoginCounters]> {
  const { url } = await createTestAccounts();
  const limits = {
    byAddress: { attempts: 3, windowSeconds: 60 },
    byUserAndAddress: { attempts: 3, windowSeconds: 900 },
  };
  const instance = (): LoginCounters => {
    const pool = createPool({ databaseUrl: url, applicationName: 'test' });
    onTestFinished(() => pool.end());
    return createLoginCounters(pool, limits);
  };
  return [instance(), instance()];
}

it.each(['byAddress', 'byUserAndAddress'] as const)(
  '%s: instances share the attempts of a window, also at the same time',
  async (which) => {
    const instances = await createInstances();
    const taken = await Promise.all(
      [0, 1, 0, 1, 0, 1].map((number) => instances[number]![which].take('key')),
    );
    const granted = taken.filter(({ waitMs }) => waitMs === 0);
    expect(granted.map(({ left }) => left).sort()).toEqual([0, 1, 2]);
    const { waitMs, left } = await instances[1][which].take('key');
    expect(left).toBe(0);
    expect(waitMs).toBeGreaterThan(50_000);
    expect(waitMs).toBeLessThanOrEqual(900_000);
    expect(await instances[0][which].take('another key')).toEqual({ waitMs: 0, left: 2 });
  },
);

it('gives an attempt back, and all of them, on every instance', async () => {
  const [one, two] = await createInstances();
  for (const left of [2, 1, 0]) {
    expect(await one.byUserAndAddress.take('key')).toEqual({ waitMs: 0, left });
  }
  await two.byUserAndAddress.giveBack('key');
  expect(await two.byUserAndAddress.take('key')).toEqual({ waitMs: 0, left: 0 });
  expect((await one.byUserAndAddress.take('key')).waitMs).toBeGreaterThan(0);
  await two.byUserAndAddress.clear('key');
  expect(await one.byUserAndAddress.take('key')).toEqual({ waitMs: 0, left: 2 });
});
