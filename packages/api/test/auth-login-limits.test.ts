import { createLoginAttempts, createPool } from '@intellisite/db';
import { createTestDatabase } from '@intellisite/db/testing';
import { expect, inject, it, onTestFinished } from 'vitest';
import { addressGroup } from '../src/auth/address-group.ts';
import { createLoginLimits, LOGIN_LIMITS, type LoginLimits } from '../src/auth/login-limits.ts';
import { expectRefusal } from './auth-support.ts';

const HERE = { username: 'jo', address: '192.0.2.7' };

/** Two instances on one database. */
async function createInstances(): Promise<[LoginLimits, LoginLimits]> {
  const database = await createTestDatabase(inject('postgresUrl'));
  const instance = () => {
    const pool = createPool({ databaseUrl: database.url, applicationName: 'test' });
    return { pool, limits: createLoginLimits(createLoginAttempts(pool, LOGIN_LIMITS)) };
  };
  const instances = [instance(), instance()] as const;
  onTestFinished(async () => {
    await Promise.all(instances.map(({ pool }) => pool.end()));
    await database.drop();
  });
  return [instances[0].limits, instances[1].limits];
}

/** That it is refused until the end of a window of so many seconds, which began just now. */
async function expectWait(attempt: Promise<unknown>, windowSeconds: number): Promise<void> {
  const refusal: unknown = await attempt.catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'rate_limited' });
  const { retryAfterSeconds } = refusal as { retryAfterSeconds: number };
  expect(retryAfterSeconds).toBeGreaterThan(windowSeconds / 2);
  expect(retryAfterSeconds).toBeLessThanOrEqual(windowSeconds);
}

const wrong = () => Promise.resolve(null);
const right = () => Promise.resolve('right');

async function failTenTimes(instances: readonly LoginLimits[], who = HERE): Promise<void> {
  for (let i = 0; i < 10; i++) {
    expect(await instances[i % instances.length]!.attempt(who, wrong)).toBeNull();
  }
}

it('refuses after ten failures on any instances, without looking at the password', async () => {
  const instances = await createInstances();
  await failTenTimes(instances);
  let looked = false;
  const look = () => {
    looked = true;
    return Promise.resolve('right');
  };
  for (const instance of instances) {
    const attempt = instance.attempt({ ...HERE, username: 'JO' }, look);
    await expectWait(attempt, 900);
  }
  expect(looked).toBe(false);
});

it('never locks a user out from elsewhere, nor others here', async () => {
  const [limits] = await createInstances();
  await failTenTimes([limits]);
  expect(await limits.attempt({ ...HERE, address: '198.51.100.1' }, right)).toBe('right');
  expect(await limits.attempt({ ...HERE, username: 'mo' }, right)).toBe('right');
  await expectRefusal(limits.attempt(HERE, right), 'rate_limited');
});

it('forgets failures with a success', async () => {
  const [one, two] = await createInstances();
  for (let i = 0; i < 9; i++) await one.attempt(HERE, wrong);
  expect(await two.attempt(HERE, right)).toBe('right');
  await failTenTimes([one, two]);
  await expectRefusal(two.attempt(HERE, right), 'rate_limited');
});

it('does not count an attempt that could not be made', async () => {
  const [limits] = await createInstances();
  const broken = new Error('the database is away');
  for (let i = 0; i < 12; i++) {
    await expect(limits.attempt(HERE, () => Promise.reject(broken))).rejects.toBe(broken);
  }
  await failTenTimes([limits]);
});

it('gives simultaneous guesses no more attempts, and simultaneous successes all', async () => {
  const [limits] = await createInstances();
  const attempts = (check: () => Promise<string | null>) =>
    Promise.allSettled(Array.from({ length: 30 }, () => limits.attempt(HERE, check)));
  expect((await attempts(right)).every(({ status }) => status === 'fulfilled')).toBe(true);
  const guesses = await attempts(wrong);
  expect(guesses.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
});

it('lets an address make a hundred attempts a minute, whoever they are for', async () => {
  const instances = await createInstances();
  const attempts = Array.from({ length: 120 }, (_, i) =>
    instances[i % 2]!.attempt({ ...HERE, username: `user-${i}` }, right),
  );
  const outcomes = await Promise.allSettled(attempts);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(100);
  for (const instance of instances) {
    await expectWait(instance.attempt({ ...HERE, username: 'mo' }, right), 60);
  }
});

it.each([
  ['192.0.2.7', '::ffff:192.0.2.7'],
  ['2001:db8:1:2::1', '2001:0DB8:1:2:ffff::9'],
])('counts %s and %s as one address', (one, other) => {
  expect(addressGroup(one)).toBe(addressGroup(other));
});

it.each([
  ['192.0.2.7', '192.0.2.8'],
  ['2001:db8:1:2::1', '2001:db8:1:3::1'],
  ['unknown', '192.0.2.7'],
])('tells %s from %s', (one, other) => {
  expect(addressGroup(one)).not.toBe(addressGroup(other));
});
