import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { CLIENT, createTestAccounts, expectRefusal, PASSWORD } from './auth-support.ts';

it('creates, lists and changes users, and puts each on record', async () => {
  const { users, admin, audited } = await createTestAccounts();
  const jo = await users.create(admin, {
    username: 'Jo',
    password: PASSWORD,
    role: 'viewer',
    name: 'Jo',
  });
  expect(jo).toEqual({
    id: expect.any(String) as string,
    username: 'Jo',
    role: 'viewer',
    name: 'Jo',
    lastname: null,
    email: null,
    disabled: false,
    createdAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
  });
  expect(await users.list({ skip: 1, limit: 10 })).toEqual({
    data: [{ ...jo, sessions: 0, lastSeenAt: null }],
    size: 1,
    skip: 1,
    limit: 10,
    total: 2,
  });
  const changed = await users.update(admin, { id: jo.id, name: null, role: 'operator' });
  expect(changed).toEqual({ ...jo, name: null, role: 'operator' });
  await users.update(admin, { id: jo.id, role: 'operator' });
  await users.disable(admin, jo.id);
  const of = { userId: jo.id, by: admin.userId };
  expect(audited).toMatchObject([
    { audit: 'user_created', ...of, role: 'viewer' },
    { audit: 'user_changed', ...of, changed: ['role', 'name'], role: 'operator', disabled: false },
    { audit: 'user_changed', ...of, changed: ['disabled'], role: 'operator', disabled: true },
  ]);
});

it('refuses taken usernames, weak passwords, unknown users and the loss of the last admin', async () => {
  const { users, sessions, admin } = await createTestAccounts();
  const nobody = randomUUID();
  const jo = { username: 'jo', password: PASSWORD, role: 'viewer' } as const;
  await expectRefusal(users.create(admin, { ...jo, username: 'ROOT' }), 'username_taken');
  await expectRefusal(users.create(admin, { ...jo, password: 'jo-jo-jo-jo-jo' }), 'weak_password');
  await expectRefusal(users.update(admin, { id: nobody, name: 'Mo' }), 'not_found');
  await expectRefusal(users.disable(admin, nobody), 'not_found');
  await expectRefusal(users.setPassword(admin, { id: nobody, password: PASSWORD }), 'not_found');
  await expectRefusal(users.endSessions(admin, nobody), 'not_found');
  await expectRefusal(users.disable(admin, admin.userId), 'last_admin');
  await expectRefusal(users.update(admin, { id: admin.userId, role: 'viewer' }), 'last_admin');
  await expectRefusal(sessions.end(admin, nobody), 'not_found');
});

it("lists one's own sessions, this one marked, and ends no other user's", async () => {
  const accounts = await createTestAccounts();
  const { auth, users, sessions, admin, authenticate } = accounts;
  const credentials = { username: 'jo', password: PASSWORD };
  await users.create(admin, { ...credentials, role: 'viewer' });
  const phone = { address: '2001:db8::1', userAgent: 'x'.repeat(10_000) };
  const first = await authenticate(accounts, (await auth.login(credentials, CLIENT)).access_token);
  const second = await authenticate(accounts, (await auth.login(credentials, phone)).access_token);
  const listed = await sessions.list(first);
  expect(listed.size).toBe(2);
  expect(listed.data).toContainEqual(
    expect.objectContaining({ id: first.sessionId, current: true, ...CLIENT }),
  );
  expect(listed.data).toContainEqual(
    expect.objectContaining({
      id: second.sessionId,
      current: false,
      address: phone.address,
      userAgent: 'x'.repeat(256),
    }),
  );
  await expectRefusal(sessions.end(admin, first.sessionId), 'not_found');
  await sessions.end(first, second.sessionId);
  await expectRefusal(sessions.end(first, second.sessionId), 'not_found');
  expect(await sessions.list(first)).toMatchObject({ size: 1 });
});
