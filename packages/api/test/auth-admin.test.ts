import { expect, it } from 'vitest';
import { CLIENT, createTestAccounts, expectRefusal, PASSWORD } from './auth-support.ts';

const GENERATED = /^([a-km-z2-9]{5}-){4}[a-km-z2-9]{5}$/;

it('makes the first admin once, when several instances start on an empty database', async () => {
  const accounts = await createTestAccounts();
  await accounts.pool.query('DELETE FROM sessions');
  await accounts.pool.query('DELETE FROM users');
  const instances = [accounts, accounts.another(), accounts.another()];
  const made = await Promise.all(
    instances.map(({ admins }) => admins.ensureFirst({ username: 'admin' })),
  );
  const [admin, ...others] = made.filter((account) => account !== null);
  expect(others).toEqual([]);
  expect(admin).toEqual({
    username: 'admin',
    generatedPassword: expect.stringMatching(GENERATED) as string,
  });
  const credentials = { username: 'admin', password: admin!.generatedPassword! };
  expect(await accounts.auth.login(credentials, CLIENT)).toBeDefined();
  expect(JSON.stringify(accounts.audited)).not.toContain(credentials.password);
  expect(await accounts.admins.ensureFirst({ username: 'another', password: PASSWORD })).toBeNull();
});

it('refuses a weak password for the first admin', async () => {
  const { admins, pool } = await createTestAccounts();
  await pool.query('DELETE FROM sessions');
  await pool.query('DELETE FROM users');
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
