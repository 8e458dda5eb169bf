import { expect, it, onTestFinished } from 'vitest';
import { createLoginAttempts, createPool, type LoginAttempts } from '../src/index.ts';
import { createTestAccounts, HASH } from './accounts-support.ts';

async function createInstances(limits: { address: number; user: number }) {
  const { url, addUser, users } = await createTestAccounts();
  const instance = (): LoginAttempts => {
    const pool = createPool({ databaseUrl: url, applicationName: 'test' });
    onTestFinished(() => pool.end());
    return createLoginAttempts(pool, {
      byAddress: { attempts: limits.address, windowSeconds: 60 },
      byUserAndAddress: { attempts: limits.user, windowSeconds: 900 },
    });
  };
  return { instances: [instance(), instance()] as const, addUser, users };
}

const attempt = (address: string, username = 'jo') => ({
  address,
  userAtAddress: JSON.stringify([username, address]),
  username,
});

it.each([
  ['an address', { address: 3, user: 100 }, 60_000],
  ['a user at an address', { address: 100, user: 3 }, 900_000],
])('instances share the attempts of %s, also at the same time', async (_, limits, windowMs) => {
  const { instances } = await createInstances(limits);
  const taken = await Promise.all(
    [0, 1, 0, 1, 0, 1].map((number) => instances[number]!.take(attempt('here'))),
  );
  expect(taken.filter(({ granted }) => granted)).toHaveLength(3);
  for (const instance of instances) {
    const refused = await instance.take(attempt('here'));
    if (refused.granted) throw new Error('it was granted');
    expect(refused.waitMs).toBeGreaterThan(windowMs / 2);
    expect(refused.waitMs).toBeLessThanOrEqual(windowMs);
  }
  expect(await instances[0].take(attempt('elsewhere'))).toMatchObject({ granted: true });
});

it('does not count for the user what the address has no attempt for', async () => {
  const { instances } = await createInstances({ address: 1, user: 3 });
  const [one, two] = instances;
  expect(await one.take(attempt('here'))).toMatchObject({ granted: true, left: 2 });
  for (const instance of instances) {
    expect(await instance.take(attempt('here'))).toMatchObject({ granted: false });
  }
  await two.giveBack(attempt('here').userAtAddress);
  const elsewhere = { ...attempt('elsewhere'), userAtAddress: attempt('here').userAtAddress };
  expect(await two.take(elsewhere)).toMatchObject({ granted: true, left: 2 });
});

it('gives an attempt back, and all of them, on every instance', async () => {
  const { instances } = await createInstances({ address: 100, user: 3 });
  const [one, two] = instances;
  const { userAtAddress } = attempt('here');
  for (const left of [2, 1, 0]) {
    expect(await one.take(attempt('here'))).toMatchObject({ granted: true, left });
  }
  await two.giveBack(userAtAddress);
  expect(await two.take(attempt('here'))).toMatchObject({ granted: true, left: 0 });
  expect(await one.take(attempt('here'))).toMatchObject({ granted: false });
  await two.clear(userAtAddress);
  expect(await one.take(attempt('here'))).toMatchObject({ granted: true, left: 2 });
});

it('reads whom it is for, in any case, and nobody where there is nobody', async () => {
  const { instances, addUser, users } = await createInstances({ address: 100, user: 100 });
  const { id, username } = await addUser();
  const [one] = instances;
  expect(await one.take(attempt('here', username.toUpperCase()))).toEqual({
    granted: true,
    left: 99,
    credentials: { user: await users.findById(id), passwordHash: HASH },
  });
  await users.update(id, { disabled: true });
  expect(await one.take(attempt('here', username))).toMatchObject({
    credentials: { user: { id, disabled: true } },
  });
  for (const nobody of ['nobody', 'jo\0', '']) {
    expect(await one.take(attempt('here', nobody))).toMatchObject({ credentials: null });
  }
});
