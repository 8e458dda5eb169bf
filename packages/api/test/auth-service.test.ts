import { expect, it } from 'vitest';
import { CLIENT, createTestAccounts, expectRefusal, PASSWORD } from './auth-support.ts';

const OTHER_PASSWORD = 'another staple for the horse';
const JO = { username: 'Jo', password: PASSWORD };

async function withJo() {
  const accounts = await createTestAccounts();
  const user = await accounts.users.create(accounts.admin, { ...JO, role: 'operator' });
  accounts.audited.length = 0;
  return { ...accounts, user };
}

it('logs in with the username in any case, and answers tokens as OAuth2 has them', async () => {
  const accounts = await withJo();
  const { auth, authenticate, user } = accounts;
  const tokens = await auth.login({ ...JO, username: 'jO' }, CLIENT);
  expect(tokens).toEqual({
    access_token: expect.any(String) as string,
    token_type: 'bearer',
    expires_in: 3_600,
    refresh_token: expect.any(String) as string,
  });
  expect(await authenticate(accounts, tokens.access_token)).toMatchObject({
    userId: user.id,
    username: 'Jo',
    role: 'operator',
  });
});

it('spends the same on an unknown and a disabled user as on a wrong password, and says the same', async () => {
  const { auth, users, admin, passwords, user } = await withJo();
  const disabled = await users.create(admin, {
    username: 'mo',
    password: PASSWORD,
    role: 'viewer',
  });
  await users.disable(admin, disabled.id);
  for (const credentials of [
    { ...JO, password: 'a wrong password' },
    { ...JO, username: 'nobody' },
    { ...JO, username: 'nobody\0' },
    { ...JO, username: 'mo' },
  ]) {
    const { done } = passwords.load();
    const refusal = await auth.login(credentials, CLIENT).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'invalid_credentials', detail: undefined });
    expect(passwords.load().done - done, credentials.username).toBe(1);
  }
  expect(user.disabled).toBe(false);
});

it('keeps a login that was guessed at too often from being tried at all', async () => {
  const { auth, passwords, audited } = await withJo();
  for (let i = 0; i < 10; i++) {
    await expectRefusal(
      auth.login({ ...JO, password: `guess ${i}` }, CLIENT),
      'invalid_credentials',
    );
  }
  const { done } = passwords.load();
  await expectRefusal(auth.login(JO, CLIENT), 'rate_limited');
  expect(passwords.load().done).toBe(done);
  expect(audited.at(-1)).toMatchObject({ audit: 'login_refused', address: CLIENT.address });
  expect(await auth.login(JO, { ...CLIENT, address: '198.51.100.1' })).toBeDefined();
});

it('refreshes tokens on any instance, each once', async () => {
  const accounts = await withJo();
  const other = accounts.another();
  const first = await accounts.auth.login(JO, CLIENT);
  const second = await other.auth.refresh(first.refresh_token, CLIENT);
  const third = await accounts.auth.refresh(second.refresh_token, CLIENT);
  for (const { access_token } of [first, second, third]) {
    expect(await accounts.authenticate(accounts, access_token)).toMatchObject({ username: 'Jo' });
  }
});

it('ends the session everywhere when a refresh token is used again', async () => {
  const accounts = await withJo();
  const { auth, authenticate, audited, user } = accounts;
  const other = accounts.another();
  const first = await auth.login(JO, CLIENT);
  const { sessionId } = await authenticate(accounts, first.access_token);
  const second = await auth.refresh(first.refresh_token, CLIENT);
  await authenticate(other, second.access_token);
  await expectRefusal(other.auth.refresh(first.refresh_token, CLIENT), 'session_ended');
  expect(audited.at(-1)).toMatchObject({
    audit: 'refresh_reused',
    userId: user.id,
    sessionId,
    address: CLIENT.address,
  });
  for (const instance of [accounts, other]) {
    await expectRefusal(authenticate(instance, second.access_token), 'session_ended');
    await expectRefusal(instance.auth.refresh(second.refresh_token, CLIENT), 'session_ended');
  }
});

it('lets one of two simultaneous refreshes succeed; the other ends the session', async () => {
  const accounts = await withJo();
  const { refresh_token } = await accounts.auth.login(JO, CLIENT);
  const outcomes = await Promise.allSettled([
    accounts.auth.refresh(refresh_token, CLIENT),
    accounts.another().auth.refresh(refresh_token, CLIENT),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const [won] = outcomes.flatMap((outcome) =>
    outcome.status === 'fulfilled' ? [outcome.value] : [],
  );
  await expectRefusal(accounts.authenticate(accounts, won!.access_token), 'session_ended');
});

it('takes no access token for a refresh token', async () => {
  const { auth } = await withJo();
  const { access_token } = await auth.login(JO, CLIENT);
  for (const token of [access_token, 'nonsense', 'A'.repeat(79)]) {
    await expectRefusal(auth.refresh(token, CLIENT), 'token_invalid');
  }
});

it('changes the password of whoever knows it, and ends all other sessions', async () => {
  const accounts = await withJo();
  const { auth, authenticate } = accounts;
  const mine = await auth.login(JO, CLIENT);
  const elsewhere = await auth.login(JO, CLIENT);
  const jo = await authenticate(accounts, mine.access_token);
  const change = { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD };
  const wrong = { ...change, currentPassword: OTHER_PASSWORD };
  await expectRefusal(auth.changePassword(jo, wrong, CLIENT), 'wrong_password');
  const weak = { ...change, newPassword: 'passwordpassword' };
  await expectRefusal(auth.changePassword(jo, weak, CLIENT), 'weak_password');
  await auth.changePassword(jo, change, CLIENT);
  expect(await authenticate(accounts, mine.access_token)).toEqual(jo);
  await expectRefusal(authenticate(accounts, elsewhere.access_token), 'session_ended');
  await expectRefusal(auth.login(JO, CLIENT), 'invalid_credentials');
  expect(await auth.login({ ...JO, password: OTHER_PASSWORD }, CLIENT)).toBeDefined();
});

it('lets one of two simultaneous changes of a password win', async () => {
  const accounts = await withJo();
  const { access_token } = await accounts.auth.login(JO, CLIENT);
  const jo = await accounts.authenticate(accounts, access_token);
  const change = (instance: Pick<typeof accounts, 'auth'>, newPassword: string) =>
    instance.auth.changePassword(jo, { currentPassword: PASSWORD, newPassword }, CLIENT);
  const outcomes = await Promise.allSettled([
    change(accounts, OTHER_PASSWORD),
    change(accounts.another(), `${OTHER_PASSWORD}, again`),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

it('gives a thief of a token no more guesses at the password than the login', async () => {
  const accounts = await withJo();
  const { access_token } = await accounts.auth.login(JO, CLIENT);
  const jo = await accounts.authenticate(accounts, access_token);
  const guess = () =>
    accounts.auth.changePassword(
      jo,
      { currentPassword: 'a guess', newPassword: OTHER_PASSWORD },
      CLIENT,
    );
  for (let i = 0; i < 10; i++) await expectRefusal(guess(), 'wrong_password');
  await expectRefusal(guess(), 'rate_limited');
});

it('keeps no secret in what it tells the audit', async () => {
  const accounts = await withJo();
  const { auth, authenticate, audited, users, admin, user } = accounts;
  const tokens = await auth.login(JO, CLIENT);
  const jo = await authenticate(accounts, tokens.access_token);
  await expectRefusal(
    auth.login({ username: PASSWORD, password: 'Jo' }, CLIENT),
    'invalid_credentials',
  );
  const renewed = await auth.refresh(tokens.refresh_token, CLIENT);
  await expectRefusal(auth.refresh(tokens.refresh_token, CLIENT), 'session_ended');
  await auth.changePassword(jo, { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD }, CLIENT);
  await users.setPassword(admin, { id: user.id, password: PASSWORD });
  const told = JSON.stringify(audited);
  for (const secret of [
    PASSWORD,
    OTHER_PASSWORD,
    ...Object.values(tokens),
    ...Object.values(renewed),
  ]) {
    if (typeof secret === 'string' && secret !== 'bearer') expect(told).not.toContain(secret);
  }
  expect(audited.map(({ audit }) => audit)).toEqual([
    'login_succeeded',
    'login_failed',
    'refresh_reused',
    'password_changed',
    'user_password_set',
  ]);
});
