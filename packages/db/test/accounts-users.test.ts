import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { LastAdminError, UsernameTakenError, type User } from '../src/index.ts';
import { createTestAccounts, HASH } from './accounts-support.ts';

it('takes a username once, in whatever case and form it is written', async () => {
  const { users } = await createTestAccounts();
  const jose = await users.create({ username: 'José', role: 'viewer', passwordHash: HASH });
  for (const username of ['José', 'JOSÉ', 'jose\u0301']) {
    await expect(
      users.create({ username, role: 'viewer', passwordHash: HASH }),
    ).rejects.toBeInstanceOf(UsernameTakenError);
    expect(await users.findCredentials(username)).toEqual({ user: jose, passwordHash: HASH });
  }
  expect(await users.findCredentials('jose')).toBeNull();
  expect(await users.findCredentials('jos\0')).toBeNull();
});

it('lists users oldest first with the total, also past the end', async () => {
  const { users, addUser } = await createTestAccounts();
  const made: User[] = [];
  for (let i = 0; i < 5; i++) made.push(await addUser());
  // Those of the same millisecond stand in any order, which stays the same.
  made.sort((a, b) => +a.createdAt - +b.createdAt || (a.id < b.id ? -1 : 1));
  expect(await users.list(1, 2)).toEqual({ users: made.slice(1, 3), total: 5 });
  expect(await users.list(7, 2)).toEqual({ users: [], total: 5 });
});

it('changes what is named and leaves the rest', async () => {
  const { users, addUser } = await createTestAccounts();
  const { id } = await addUser();
  await users.update(id, { name: 'Jo', email: 'jo@example.com' });
  await users.update(id, { email: null, role: 'operator' });
  expect(await users.findById(id)).toMatchObject({ name: 'Jo', email: null, role: 'operator' });
  expect(await users.update(randomUUID(), { name: 'Nobody' })).toBeNull();
});

it('never loses the last active admin', async () => {
  const { users, addUser } = await createTestAccounts();
  const first = await addUser({ role: 'admin' });
  const second = await addUser({ role: 'admin' });
  await users.update(second.id, { disabled: true });
  await expect(users.update(first.id, { disabled: true })).rejects.toBeInstanceOf(LastAdminError);
  await expect(users.update(first.id, { role: 'viewer' })).rejects.toBeInstanceOf(LastAdminError);
  await users.update(second.id, { disabled: false });
  await users.update(first.id, { role: 'viewer' });
  await expect(users.update(second.id, { role: 'operator' })).rejects.toBeInstanceOf(
    LastAdminError,
  );
});

it('keeps one admin when two demote or disable each other at the same time', async () => {
  const { users, another, addUser } = await createTestAccounts();
  const other = another().users;
  const one = await addUser({ role: 'admin' });
  const two = await addUser({ role: 'admin' });
  for (const change of [{ role: 'viewer' }, { disabled: true }] as const) {
    const outcomes = await Promise.allSettled([
      users.update(one.id, change),
      other.update(two.id, change),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    for (const { id } of [one, two]) await users.update(id, { role: 'admin', disabled: false });
  }
});

it('makes one first admin, however many instances begin together', async () => {
  const { users, another } = await createTestAccounts();
  const instances = [users, another().users, another().users];
  // Connected already, so that they meet.
  expect(await Promise.all(instances.map((instance) => instance.any()))).not.toContain(true);
  const made = await Promise.all(
    instances.map((instance, number) =>
      instance.createFirstAdmin({ username: `admin-${number}`, passwordHash: HASH }),
    ),
  );
  const admins = made.filter((user) => user !== null);
  expect(admins).toMatchObject([{ role: 'admin', disabled: false }]);
  expect(await users.list(0, 10)).toEqual({ users: admins, total: 1 });
  expect(await users.any()).toBe(true);
});

it('sets a password only over the one that was checked', async () => {
  const { users, addUser } = await createTestAccounts();
  const { id, username } = await addUser();
  expect(await users.setPassword(id, { passwordHash: 'second', ifHash: HASH })).toBe(true);
  expect(await users.setPassword(id, { passwordHash: 'third', ifHash: HASH })).toBe(false);
  expect(await users.setPassword(randomUUID(), { passwordHash: 'third' })).toBe(false);
  expect(await users.findCredentials(username)).toMatchObject({ passwordHash: 'second' });
});
