import { expect, it } from 'vitest';
import type { AdminAccount } from '../src/auth/admin-accounts.ts';
import {
  CLIENT,
  createTestAccounts,
  expectRefusal,
  PASSWORD,
  type TestAccounts,
} from './auth-support.ts';

const GENERATED = /^([a-km-z2-9]{5}-){4}[a-km-z2-9]{5}$/;

/** Without a single user. */
async function createEmptyAccounts(): Promise<TestAccounts> {
  const accounts = await createTestAccounts();
  await accounts.pool.query('DELETE FROM sessions');
  await accounts.pool.query('DELETE FROM users');
  return accounts;
}

it('makes the first admin once, when several instances start on an empty database', async () => {
  const accounts = await createEmptyAccounts();
  const instances = [accounts, accounts.another(), accounts.another()];
  const kept: AdminAccount[] = [];
  const keep = (admin: AdminAccount): void => void kept.push(admin);
  const made = await Promise.all(
    instances.map(({ admins }) => admins.ensureFirst({ username: 'admin' }, keep)),
  );
  expect(made.filter(Boolean)).toHaveLength(1);
  expect(kept).toEqual([
    { username: 'admin', generatedPassword: expect.stringMatching(GENERATED) as string },
  ]);
  const credentials = { username: 'admin', password: kept[0]!.generatedPassword! };
  expect(await accounts.auth.login(credentials, CLIENT)).toBeDefined();
  expect(JSON.stringify(accounts.audited)).not.toContain(credentials.password);
  expect(await accounts.admins.ensureFirst({ username: 'another', password: PASSWORD })).toBe(
    false,
  );
});

it('makes no first admin whose password cannot be kept', async () => {
  const { admins, auth, audited } = await createEmptyAccounts();
  const full = new Error('ENOSPC: no space left on device');
  await expect(
    admins.ensureFirst({ username: 'admin' }, () => {
      throw full;
    }),
  ).rejects.toBe(full);
  expect(audited).toEqual([]);
  let password = '';
  const made = await admins.ensureFirst({ username: 'admin' }, ({ generatedPassword }) => {
    password = generatedPassword!;
  });
  expect(made).toBe(true);
  expect(await auth.login({ username: 'admin', password }, CLIENT)).toBeDefined();
});

it('refuses a weak password for the first admin', async () => {
  const { admins } = await createEmptyAccounts();
  const first = { username: 'admin', password: 'admin' };
  await expectRefusal(admins.ensureFirst(first), 'weak_password');
});

it('lets an admin in again who was disabled, demoted or forgot the password', async () => {
  const accounts = await createTestAccounts();
  const { admins, auth, users, admin, authenticate } = accounts;
  const mo = { username: 'mo', password: PASSWORD };
  const { id } = await users.create(admin, { ...mo, role: 'admin' });
  const { access_token } = await auth.login(mo, CLIENT);
  await users.update(admin, { id, role: 'viewer', disabled: true });
  const { username, generatedPassword } = await admins.reset({ username: 'MO' });
  expect(username).toBe('mo');
  await expectRefusal(authenticate(accounts, access_token), 'session_ended');
  await expectRefusal(auth.login(mo, CLIENT), 'invalid_credentials');
  const tokens = await auth.login({ username, password: generatedPassword! }, CLIENT);
  expect(await authenticate(accounts, tokens.access_token)).toMatchObject({ role: 'admin' });
});

it('makes the admin that is to be reset when there is none of that name', async () => {
  const accounts = await createTestAccounts();
  const { admins, auth, authenticate } = accounts;
  const rescue = { username: 'rescue', password: 'a staple for the rescue' };
  expect(await admins.reset(rescue)).toEqual({ username: 'rescue', generatedPassword: null });
  const { access_token } = await auth.login(rescue, CLIENT);
  expect(await authenticate(accounts, access_token)).toMatchObject({ role: 'admin' });
});
