import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { purgeAccounts } from '../src/index.ts';
import { createTestAccounts, HASH, inADay, type TestAccounts } from './accounts-support.ts';

async function activeIds(
  { sessions }: Pick<TestAccounts, 'sessions'>,
  ids: string[],
): Promise<string[]> {
  return (await sessions.findActive(ids)).map(({ sessionId }) => sessionId).sort();
}

it('exchanges each refresh token once and ends the session when one comes again', async () => {
  const accounts = await createTestAccounts();
  const { sessions, addUser, openSession, revision } = accounts;
  const user = await addUser({ role: 'operator' });
  const id = await openSession(user);
  const before = await revision();
  expect(await sessions.rotate(id, 0, inADay())).toEqual({
    outcome: 'rotated',
    generation: 1,
    userId: user.id,
    role: 'operator',
  });
  expect(await revision()).toBe(before);
  expect(await sessions.rotate(id, 0, inADay())).toEqual({ outcome: 'reused', userId: user.id });
  expect(await revision()).toBe(before + 1);
  expect(await sessions.rotate(id, 1, inADay())).toEqual({ outcome: 'ended' });
  expect(await activeIds(accounts, [id])).toEqual([]);
});

it('lets exactly one of several simultaneous exchanges succeed; the others end the session', async () => {
  const accounts = await createTestAccounts();
  const { sessions, another, addUser, openSession } = accounts;
  const instances = [sessions, another().sessions, another().sessions];
  const id = await openSession(await addUser());
  const rotations = await Promise.all(
    instances.map((instance) => instance.rotate(id, 0, inADay())),
  );
  expect(rotations.map(({ outcome }) => outcome).sort()).toEqual(['ended', 'reused', 'rotated']);
  expect(await activeIds(accounts, [id])).toEqual([]);
});

it('does not exchange for a session that is over, unknown, or of a disabled user', async () => {
  const { sessions, users, addUser, openSession } = await createTestAccounts();
  const user = await addUser();
  const expired = await openSession(user, new Date(Date.now() - 1));
  const revoked = await openSession(user);
  await sessions.revoke(user.id, revoked, 'logout');
  const disabled = await addUser();
  const ofDisabled = await openSession(disabled);
  await users.update(disabled.id, { disabled: true });
  for (const id of [expired, revoked, ofDisabled, randomUUID()]) {
    expect(await sessions.rotate(id, 0, inADay())).toEqual({ outcome: 'ended' });
    expect(await sessions.rotate(id, 1, inADay())).toEqual({ outcome: 'ended' });
  }
});

it('moves the revision with every change that ends or narrows access, and with no other', async () => {
  const { sessions, users, addUser, openSession, revision } = await createTestAccounts();
  const user = await addUser();
  const [one, two] = [await openSession(user), await openSession(user)];
  const steps: [change: () => Promise<unknown>, moves: number][] = [
    [() => users.update(user.id, { name: 'Jo' }), 0],
    [() => users.update(user.id, { role: 'viewer' }), 0],
    [() => users.update(user.id, { role: 'operator' }), 1],
    [() => sessions.revoke(user.id, one, 'logout'), 1],
    [() => sessions.revoke(user.id, one, 'logout'), 0],
    [() => sessions.revoke(randomUUID(), two, 'logout'), 0],
    [() => users.setPassword(user.id, { passwordHash: HASH }), 1],
    [() => sessions.revokeAll(user.id, 'revoked'), 0],
    [() => users.update(user.id, { disabled: true }), 1],
    [() => users.update(user.id, { disabled: true }), 0],
    [() => users.update(user.id, { disabled: false }), 1],
  ];
  let expected = await revision();
  for (const [change, moves] of steps) {
    await change();
    expected += moves;
    expect(await revision(), change.toString()).toBe(expected);
  }
});

it('ends sessions with a password change, a disabled user, a revocation; never the one excepted', async () => {
  const accounts = await createTestAccounts();
  const { sessions, users, addUser, openSession } = accounts;
  const user = await addUser();
  const bystander = await openSession(await addUser());
  const ids = [bystander, ...(await Promise.all([0, 1, 2].map(() => openSession(user))))];
  const [, kept] = ids as [string, string];
  await users.setPassword(user.id, { passwordHash: HASH, exceptSession: kept });
  expect(await activeIds(accounts, ids)).toEqual([bystander, kept].sort());
  expect(await sessions.listActive(user.id)).toMatchObject([{ id: kept, address: '192.0.2.7' }]);
  expect(await sessions.revokeAll(user.id, 'revoked')).toBe(1);
  expect(await activeIds(accounts, ids)).toEqual([bystander]);
  expect(await sessions.listActive(user.id)).toEqual([]);
});

it('does not bring sessions back with a user who is enabled again', async () => {
  const accounts = await createTestAccounts();
  const { users, addUser, openSession } = accounts;
  const user = await addUser();
  const id = await openSession(user);
  await users.update(user.id, { disabled: true });
  await users.update(user.id, { disabled: false });
  expect(await activeIds(accounts, [id])).toEqual([]);
});

it('opens no session for a user who was disabled or changed the password during the login', async () => {
  const { sessions, users, pool, addUser } = await createTestAccounts();
  const login = { kind: 'api', expiresAt: inADay(), userAgent: null, address: null } as const;
  const changed = await addUser();
  await users.setPassword(changed.id, { passwordHash: 'new' });
  expect(await sessions.open({ ...login, userId: changed.id, passwordHash: HASH })).toBeNull();

  const user = await addUser();
  const disabling = await pool.connect();
  await disabling.query('BEGIN');
  await disabling.query('UPDATE users SET disabled_at = now() WHERE id = $1', [user.id]);
  const opening = sessions.open({ ...login, userId: user.id, passwordHash: HASH });
  const waiting = async (): Promise<number | null> =>
    (
      await pool.query(
        `SELECT FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      )
    ).rowCount;
  await expect.poll(waiting).toBe(1);
  await disabling.query('COMMIT');
  disabling.release();
  expect(await opening).toBeNull();
});

it('answers of live sessions who they are now', async () => {
  const { sessions, users, addUser, openSession } = await createTestAccounts();
  const user = await addUser({ username: 'Jo' });
  const expiresAt = inADay();
  const id = await openSession(user, expiresAt);
  await users.update(user.id, { role: 'admin' });
  expect(await sessions.findActive([id, randomUUID()])).toEqual([
    {
      sessionId: id,
      userId: user.id,
      username: 'Jo',
      role: 'admin',
      expiresAt,
      lastUsedAt: expect.any(Date) as Date,
    },
  ]);
  expect(await sessions.findActive([])).toEqual([]);
});

it('notes the use of a session that was not noted for minutes', async () => {
  const { sessions, pool, addUser, openSession } = await createTestAccounts();
  const id = await openSession(await addUser());
  const lastUse = async (): Promise<number> =>
    (await sessions.findActive([id]))[0]!.lastUsedAt.getTime();
  const opened = await lastUse();
  await sessions.markUsed([id]);
  expect(await lastUse()).toBe(opened);
  await pool.query("UPDATE sessions SET last_used_at = last_used_at - interval '6 minutes'");
  await sessions.markUsed([id]);
  expect(await lastUse()).toBeGreaterThanOrEqual(opened);
});

it('purges what is over, also by several at once, and nothing else', async () => {
  const accounts = await createTestAccounts();
  const { pool, addUser, openSession } = accounts;
  const user = await addUser();
  const alive = await openSession(user);
  await pool.query(
    `INSERT INTO sessions (user_id, kind, expires_at)
     SELECT $1, 'api', now() - interval '1 second' FROM generate_series(1, 2500)`,
    [user.id],
  );
  await pool.query(`INSERT INTO login_attempts VALUES ('over', 1, 1), ('current', 1, $1)`, [
    Date.now() + 60_000,
  ]);
  const purged = await Promise.all([purgeAccounts(pool), purgeAccounts(pool)]);
  expect(purged.reduce((sum, { sessions }) => sum + sessions, 0)).toBe(2_500);
  expect(purged.reduce((sum, { loginAttempts }) => sum + loginAttempts, 0)).toBe(1);
  expect(await activeIds(accounts, [alive])).toEqual([alive]);
});
