import { expect, it } from 'vitest';
import type { Accounts } from '../src/auth/create-accounts.ts';
import { createBatches } from '../src/auth/batches.ts';
import { createSessionCache } from '../src/auth/session-cache.ts';
import { CLIENT, createTestAccounts, expectRefusal, PASSWORD } from './auth-support.ts';

const JO = { username: 'jo', password: PASSWORD };

async function withJo(role: 'viewer' | 'admin' = 'viewer') {
  const accounts = await createTestAccounts();
  const user = await accounts.users.create(accounts.admin, { ...JO, role });
  const { access_token } = await accounts.auth.login(JO, CLIENT);
  const other = accounts.another();
  const jo = await accounts.authenticate(accounts, access_token);
  // Both instances have seen the token and remember its session.
  await accounts.authenticate(other, access_token);
  return { ...accounts, user, jo, token: access_token, instances: [accounts, other] as const };
}

it('tells a header without a token from one with a token that cannot be', async () => {
  const { auth } = await createTestAccounts();
  for (const header of [undefined, '', 'Basic am86eA==', 'Bearerx']) {
    await expectRefusal(auth.readToken(header), 'token_missing');
  }
  for (const header of ['Bearer', 'Bearer ', 'Bearer a b', 'bearer ü', 'Bearer a.b.c']) {
    await expectRefusal(auth.readToken(header), 'token_invalid');
  }
});

it('refuses a session that was ended on another instance, at once', async () => {
  type Jo = Awaited<ReturnType<typeof withJo>>;
  const ends: Record<string, (jo: Jo, other: Accounts) => Promise<unknown>> = {
    'logged out': ({ jo }, other) => other.auth.logout(jo),
    'ended by its user': ({ jo }, other) => other.sessions.end(jo, jo.sessionId),
    'ended by an admin': ({ admin, user }, other) => other.users.endSessions(admin, user.id),
    'user disabled': ({ admin, user }, other) => other.users.disable(admin, user.id),
    'password set': ({ admin, user }, other) =>
      other.users.setPassword(admin, { id: user.id, password: 'another staple for the horse' }),
  };
  for (const [name, end] of Object.entries(ends)) {
    const accounts = await withJo();
    await end(accounts, accounts.instances[1]);
    for (const instance of accounts.instances) {
      await expect(accounts.authenticate(instance, accounts.token), name).rejects.toMatchObject({
        code: 'session_ended',
      });
    }
  }
});

it('takes the role from the database, not from the token', async () => {
  const { authenticate, users, admin, user, token, instances } = await withJo('admin');
  await users.update(admin, { id: user.id, role: 'viewer' });
  for (const instance of instances) {
    expect(await authenticate(instance, token)).toMatchObject({ role: 'viewer' });
  }
});

it('asks the database once about a session, however many requests come, until access ends somewhere', async () => {
  const { authenticate, revision, findActive, jo, admin, sessions, auth } = await withJo();
  const asked: string[][] = [];
  const cache = createSessionCache({
    async findActive(ids) {
      asked.push([...ids]);
      return await findActive(ids);
    },
    markUsed: () => Promise.reject(new Error('was used just now')),
  });
  const find = async (id: string, at: number) => (await cache.find(id, at))?.sessionId ?? null;
  const now = await revision();
  const ids = [jo.sessionId, admin.sessionId];
  const found = await Promise.all([...ids, ...ids, ...ids].map((id) => find(id, now)));
  expect(found).toEqual([...ids, ...ids, ...ids]);
  await find(jo.sessionId, now);
  expect(asked).toEqual([ids]);

  const { access_token } = await auth.login(JO, CLIENT);
  const another = await authenticate({ auth }, access_token);
  await sessions.end(jo, another.sessionId);
  expect(await find(jo.sessionId, await revision())).toBe(jo.sessionId);
  expect(await find(another.sessionId, await revision())).toBeNull();
  expect(await find(another.sessionId, await revision())).toBeNull();
  expect(asked).toEqual([ids, [jo.sessionId], [another.sessionId]]);
});

/** Holds up whoever awaits `opened` until `open` is called. */
function createGate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

it('does not remember, under a newer revision, what it began to read before', async () => {
  const { findActive, jo, auth } = await withJo();
  const [first, second] = [createGate(), createGate()];
  const gates = [first, second];
  let questions = 0;
  const cache = createSessionCache({
    async findActive(ids) {
      const gate = gates[questions++];
      const found = await findActive(ids);
      await gate?.opened;
      return found;
    },
    markUsed: () => Promise.resolve(),
  });
  const before = cache.find(jo.sessionId, 1);
  await expect.poll(() => questions).toBe(1);
  await auth.logout(jo);
  const after = cache.find(jo.sessionId, 2);
  first.open();
  expect(await before).toMatchObject({ sessionId: jo.sessionId });
  const meanwhile = cache.find(jo.sessionId, 2);
  second.open();
  expect(await Promise.all([after, meanwhile])).toEqual([null, null]);
  expect(questions).toBe(2);
});

it('notes the use of a session that it reads again after minutes', async () => {
  const { pool, authenticate, jo, token, instances } = await withJo();
  await pool.query("UPDATE sessions SET last_used_at = now() - interval '1 hour'");
  await pool.query('UPDATE auth_state SET revision = revision + 1');
  await authenticate(instances[1], token);
  const { data } = await instances[0].sessions.list(jo);
  const idleMs = Date.now() - Date.parse(data[0]!.lastUsedAt);
  expect(idleMs).toBeLessThan(60_000);
});

it('hands a failure to everybody who waits, and asks anew afterwards', async () => {
  let fails = true;
  const load = createBatches(async (ids) => {
    await Promise.resolve();
    if (fails) throw new Error('away');
    return new Map(ids.map((id) => [id, id.toUpperCase()]));
  });
  const outcomes = await Promise.allSettled([load('a'), load('b')]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fails = false;
  expect(await Promise.all([load('a'), load('b')])).toEqual(['A', 'B']);
});
