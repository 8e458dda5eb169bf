import type { Session, User, UserList } from '@intellisite/contracts';
import { describe, expect, test } from 'vitest';
import { call, logIn, problemOf, tokensFor, type LoggedIn } from './support.ts';

const PASSWORD = 'a password of some length';

interface Account {
  id: string;
  /** Logs in once more; the access token. */
  logIn: () => Promise<string>;
}

async function createUser(
  { api, call: ask }: LoggedIn,
  username: string,
  role = 'viewer',
): Promise<Account> {
  const credentials = { username, password: PASSWORD };
  const body = { ...credentials, role };
  const response = await ask('/api/v1/users', { method: 'POST', body });
  expect(response.status).toBe(201);
  const { id } = (await response.json()) as User;
  return { id, logIn: async () => (await tokensFor(api, credentials)).access_token };
}

async function sessionsOf({ call: ask }: LoggedIn, token: string): Promise<Session[]> {
  const response = await ask('/api/v1/sessions', { token });
  return ((await response.json()) as { data: Session[] }).data;
}

async function codeOf(response: Response): Promise<string> {
  return (await problemOf(response)).code;
}

describe('an admin', () => {
  test('makes users, whose names are taken in any case', async () => {
    const { call: ask } = await logIn();
    const create = (body: object) => ask('/api/v1/users', { method: 'POST', body });
    const jo = { username: 'Jo', password: PASSWORD };
    const created = await create({ ...jo, name: 'Jo', lastname: 'Doe', email: 'jo@example.com' });
    expect([created.status, await created.json()]).toEqual([
      201,
      {
        id: expect.stringMatching(/^[\da-f-]{36}$/) as string,
        username: 'Jo',
        role: 'viewer',
        name: 'Jo',
        lastname: 'Doe',
        email: 'jo@example.com',
        disabled: false,
        createdAt: expect.stringMatching(/Z$/) as string,
      },
    ]);
    const taken = await create({ ...jo, username: 'JO' });
    expect([taken.status, await codeOf(taken)]).toEqual([409, 'username_taken']);
    const weak = await create({ username: 'al', password: 'intellisite1234' });
    const problem = await problemOf(weak);
    expect([weak.status, problem.code]).toEqual([422, 'weak_password']);
    expect(problem.errors?.map(({ member }) => member)).toEqual(['password']);
    const list = (await (await ask('/api/v1/users')).json()) as { data: User[]; total: number };
    expect([list.total, list.data.map(({ username }) => username)]).toEqual([2, ['admin', 'Jo']]);
  });

  test('sees which accounts are used', async () => {
    const loggedIn = await logIn();
    const jo = await createUser(loggedIn, 'jo');
    const listed = async () =>
      ((await (await loggedIn.call('/users?skip=1')).json()) as UserList).data;
    expect(await listed()).toMatchObject([{ id: jo.id, sessions: 0, lastSeenAt: null }]);
    const token = await jo.logIn();
    await jo.logIn();
    await loggedIn.call('/auth/logout', { method: 'POST', token });
    const [used] = await listed();
    expect(used).toMatchObject({ sessions: 1 });
    expect(Date.now() - Date.parse(used?.lastSeenAt ?? '')).toBeLessThan(60_000);
    await loggedIn.call(`/users/${jo.id}`, { method: 'DELETE' });
    expect(await listed()).toMatchObject([{ disabled: true, sessions: 0 }]);
  });

  test('counts characters as people do', async () => {
    const { call: ask } = await logIn();
    const create = (username: string, password: string) =>
      ask('/api/v1/users', { method: 'POST', body: { username, password } });
    const accepted: [username: string, password: string][] = [
      ['🚗'.repeat(64), PASSWORD],
      ['a', `${'🚗🚙🛻'.repeat(42)}ab`],
    ];
    for (const [username, password] of accepted) {
      expect((await create(username, password)).status, username).toBe(201);
    }
    const refused: [username: string, password: string, member: string][] = [
      ['🚗'.repeat(65), PASSWORD, 'username'],
      ['b', '🚗🚙🛻🏎️🚓🚑', 'password'],
      ['b', '🚗🚙🛻'.repeat(43), 'password'],
      [' b', PASSWORD, 'username'],
      ['b\u0000', PASSWORD, 'username'],
      ['b\ud800', PASSWORD, 'username'],
    ];
    for (const [username, password, member] of refused) {
      const response = await create(username, password);
      expect(response.status, username).toBe(400);
      expect((await problemOf(response)).errors?.map((error) => error.member)).toEqual([member]);
    }
  });

  test('takes addresses that mail servers take', async () => {
    const loggedIn = await logIn();
    const { id } = await createUser(loggedIn, 'jo');
    const set = (email: string | null) =>
      loggedIn.call(`/api/v1/users/${id}`, { method: 'PATCH', body: { email } });
    for (const email of ["o'neill+cars@mail.example.com", `${'a'.repeat(64)}@b.example`, null]) {
      const response = await set(email);
      expect([response.status, ((await response.json()) as User).email]).toEqual([200, email]);
    }
    for (const email of [
      `${'a'.repeat(65)}@b.example`,
      'jo@-b.example',
      'jo@b',
      'a..b@c.example',
    ]) {
      const response = await set(email);
      expect([response.status, await codeOf(response)], email).toEqual([400, 'invalid_request']);
    }
  });

  test('is there for as long as anybody is', async () => {
    const loggedIn = await logIn();
    const me = (await (await loggedIn.call('/api/v1/users/me')).json()) as User;
    const own = `/api/v1/users/${me.id}`;
    for (const body of [{ role: 'operator' }, { disabled: true }]) {
      const response = await loggedIn.call(own, { method: 'PATCH', body });
      expect([response.status, await codeOf(response)]).toEqual([409, 'last_admin']);
    }
    expect((await loggedIn.call(own, { method: 'DELETE' })).status).toBe(409);
    await createUser(loggedIn, 'second', 'admin');
    expect((await loggedIn.call(own, { method: 'DELETE' })).status).toBe(204);
    expect(await codeOf(await loggedIn.call('/api/v1/users/me'))).toBe('session_ended');
  });
});

describe('a user who', () => {
  test('is disabled loses every session at once, and is let in again when enabled', async () => {
    const loggedIn = await logIn();
    const jo = await createUser(loggedIn, 'jo');
    const token = await jo.logIn();
    expect((await loggedIn.call('/api/v1/users/me', { token })).status).toBe(200);
    const disabled = await loggedIn.call(`/api/v1/users/${jo.id}`, { method: 'DELETE' });
    expect([disabled.status, await disabled.text()]).toEqual([204, '']);
    const refused = await loggedIn.call('/api/v1/users/me', { token });
    expect([refused.status, await codeOf(refused)]).toEqual([401, 'session_ended']);
    await expect(jo.logIn()).rejects.toThrow('invalid_credentials');
    const enabled = await loggedIn.call(`/api/v1/users/${jo.id}`, {
      method: 'PATCH',
      body: { disabled: false },
    });
    expect(await enabled.json()).toMatchObject({ id: jo.id, disabled: false });
    expect((await loggedIn.call('/api/v1/users/me', { token: await jo.logIn() })).status).toBe(200);
    expect(await codeOf(await loggedIn.call('/api/v1/users/me', { token }))).toBe('session_ended');
  });

  test('gets another role may do what that role may, with the token that there is', async () => {
    const loggedIn = await logIn();
    const jo = await createUser(loggedIn, 'jo');
    const token = await jo.logIn();
    const statusOf = async (target: string) => (await loggedIn.call(target, { token })).status;
    expect([await statusOf('/system'), await statusOf('/users')]).toEqual([403, 403]);
    for (const [role, statuses] of [
      ['operator', [200, 403]],
      ['admin', [200, 200]],
      ['viewer', [403, 403]],
    ] as const) {
      await loggedIn.call(`/api/v1/users/${jo.id}`, { method: 'PATCH', body: { role } });
      expect([await statusOf('/system'), await statusOf('/users')], role).toEqual(statuses);
    }
  });

  test('changes the password stays logged in here and nowhere else', async () => {
    const loggedIn = await logIn();
    const { api } = loggedIn;
    const jo = await createUser(loggedIn, 'jo');
    const [here, elsewhere] = [await jo.logIn(), await jo.logIn()];
    const change = (body: object) =>
      call(api.url, '/users/me/password', { method: 'POST', body, token: here });
    const newPassword = 'quite another password';
    const wrong = await change({ currentPassword: 'x', newPassword });
    expect([wrong.status, await codeOf(wrong)]).toEqual([422, 'wrong_password']);
    const weak = await change({ currentPassword: PASSWORD, newPassword: 'jojojojojojojo' });
    expect((await problemOf(weak)).errors?.map(({ member }) => member)).toEqual(['newPassword']);
    expect((await change({ currentPassword: PASSWORD, newPassword })).status).toBe(204);
    expect((await call(api.url, '/users/me', { token: here })).status).toBe(200);
    expect(await codeOf(await call(api.url, '/users/me', { token: elsewhere }))).toBe(
      'session_ended',
    );
    await expect(jo.logIn()).rejects.toThrow('invalid_credentials');
    await tokensFor(api, { username: 'jo', password: newPassword });
  });

  test('is given a password or logged out by an admin has to log in again', async () => {
    const loggedIn = await logIn();
    const jo = await createUser(loggedIn, 'jo');
    for (const [method, what, body] of [
      ['POST', 'password', { password: PASSWORD }],
      ['DELETE', 'sessions', undefined],
    ] as const) {
      const token = await jo.logIn();
      const done = await loggedIn.call(`/api/v1/users/${jo.id}/${what}`, { method, body });
      expect(done.status, what).toBe(204);
      const refused = await loggedIn.call('/api/v1/users/me', { token });
      expect(await codeOf(refused), what).toBe('session_ended');
    }
    expect((await loggedIn.call('/api/v1/users/me', { token: await jo.logIn() })).status).toBe(200);
  });

  test("lists and ends one's own sessions, and nobody else's", async () => {
    const loggedIn = await logIn();
    const jo = await createUser(loggedIn, 'jo');
    const [here, elsewhere] = [await jo.logIn(), await jo.logIn()];
    const own = await sessionsOf(loggedIn, here);
    expect(own.map(({ current }) => current).sort()).toEqual([false, true]);
    expect(own[0]).toMatchObject({ address: '127.0.0.1', userAgent: 'node' });
    const foreign = (await sessionsOf(loggedIn, loggedIn.tokens.access_token))[0]?.id ?? '';
    expect(own.map(({ id }) => id)).not.toContain(foreign);
    const end = (id: string) =>
      loggedIn.call(`/api/v1/sessions/${id}`, { method: 'DELETE', token: here });
    const refused = await end(foreign);
    expect([refused.status, await codeOf(refused)]).toEqual([404, 'not_found']);
    expect((await loggedIn.call('/api/v1/users/me')).status).toBe(200);

    const other = own.find(({ current }) => !current)?.id ?? '';
    expect((await end(other)).status).toBe(204);
    const ended = await loggedIn.call('/api/v1/users/me', { token: elsewhere });
    expect(await codeOf(ended)).toBe('session_ended');
    expect((await end(other)).status).toBe(404);
    expect(await sessionsOf(loggedIn, here)).toHaveLength(1);
  });

  test('ends all sessions but the one that asks, and only the own ones', async () => {
    const loggedIn = await logIn();
    const jo = await createUser(loggedIn, 'jo');
    const tokens = [await jo.logIn(), await jo.logIn(), await jo.logIn()];
    const ended = await loggedIn.call('/sessions', { method: 'DELETE', token: tokens[1]! });
    expect([ended.status, await ended.text()]).toEqual([204, '']);
    const statuses = await Promise.all(
      tokens.map(async (token) => (await loggedIn.call('/users/me', { token })).status),
    );
    expect(statuses).toEqual([401, 200, 401]);
    expect((await loggedIn.call('/users/me')).status).toBe(200);
  });
});
