import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createIntellisiteClient, type IssuedTokens } from '../src/index.ts';
import {
  accessToken,
  adminClient,
  createInstallation,
  createRecorder,
  detections,
  errorOf,
  numbers,
  pathOf,
  start,
  startApiWithTokensFor,
  suspicious,
  WITHIN,
} from './support.ts';

const REFRESH = 'POST /auth/refresh';
const LOG_IN = 'POST /auth/token';

/** Answers of the API in which tokens seem to live longer than they do: as with a clock that is wrong. */
const withLongLives: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (!['/auth/token', '/auth/refresh'].includes(pathOf(input))) return response;
  return Response.json({ ...((await response.json()) as object), expires_in: 3_600 });
};

describe('a client with a login', () => {
  test('logs in once, for the first calls', async () => {
    const recorder = createRecorder();
    const { client } = await start({ fetch: recorder.fetch });
    expect(recorder.requests).toEqual([]);
    const users = await Promise.all(numbers(1, 20).map(() => client.api.users.me.query()));
    expect(new Set(users.map(({ username }) => username))).toEqual(new Set(['admin']));
    expect(recorder.count(LOG_IN)).toBe(1);
  });

  test('answers fifty calls that meet an expired token after one refresh', async () => {
    const installation = await createInstallation();
    const short = await startApiWithTokensFor(installation, 2);
    const recorder = createRecorder(withLongLives);
    let token = '';
    const client = createIntellisiteClient(
      {
        url: short.url,
        ...installation.admin,
        onTokens: ({ accessToken }) => void (token = accessToken),
      },
      recorder,
    );
    onTestFinished(() => client.close());
    await client.api.users.me.query();
    await vi.waitFor(async () => {
      const headers = { Authorization: `Bearer ${token}` };
      const { status } = await fetch(`${short.url}/api/v1/users/me`, { headers });
      expect(status).toBe(401);
    }, WITHIN);
    await short.stop();
    await installation.startApi({ port: short.port });
    const refreshed = recorder.count(REFRESH);
    const calls = numbers(1, 50).map(() => client.api.stats.counts.query({}));
    expect(await Promise.all(calls)).toHaveLength(50);
    expect(recorder.count(REFRESH)).toBe(refreshed + 1);
    expect(recorder.count(LOG_IN)).toBe(1);
  });

  test('uses no refresh token twice while calls, lists and streams run over many expiries', async () => {
    const installation = await createInstallation();
    const short = await startApiWithTokensFor(installation, 2);
    const recorder = createRecorder();
    const client = adminClient(installation, short.url, recorder);
    await installation.log.ingest([...detections(400), ...suspicious(1)]);
    const stopped = new AbortController();
    const streams = [client.alerts({ after: 0 }), client.alerts({ after: 0 })].map(
      async (alerts) => {
        const seqs: number[] = [];
        for await (const { seq } of alerts) seqs.push(seq);
        return seqs;
      },
    );
    async function listAgainAndAgain(): Promise<void> {
      while (!stopped.signal.aborted) {
        const ids: number[] = [];
        for await (const { id } of client.detectionsAll({ pageSize: 50, order: 'oldest' }))
          ids.push(id);
        expect(ids).toEqual(numbers(1, 401));
      }
    }
    async function callAgainAndAgain(): Promise<void> {
      while (!stopped.signal.aborted)
        await Promise.all(numbers(1, 10).map(() => client.api.users.me.query()));
    }
    const work = [listAgainAndAgain(), listAgainAndAgain(), callAgainAndAgain()];
    await vi.waitFor(
      () => {
        expect(recorder.count(REFRESH)).toBeGreaterThanOrEqual(3);
      },
      {
        timeout: 30_000,
      },
    );
    stopped.abort();
    await Promise.all(work);
    const { data } = await client.api.sessions.list.query();
    expect(data).toHaveLength(1);
    expect(recorder.count(LOG_IN)).toBe(1);
    expect(short.logged.join('')).not.toContain('refresh_reused');
    await client.close();
    expect(await Promise.all(streams)).toEqual([numbers(1, 101), numbers(1, 101)]);
  });

  test('logs in anew, and repeats the call, when its session was ended', async () => {
    const { client, installation, api } = await start();
    const other = adminClient(installation, api.url);
    const { id } = await client.api.users.me.query();
    await other.api.users.endSessions.mutate({ id });
    expect(await client.api.users.me.query()).toMatchObject({ id });
  });

  test('logs in anew when the answer to a refresh was lost', async () => {
    const installation = await createInstallation();
    const short = await startApiWithTokensFor(installation, 3);
    let lost = false;
    const recorder = createRecorder(async (input, init) => {
      const response = await fetch(input, init);
      if (lost || pathOf(input) !== '/auth/refresh') return response;
      lost = true;
      await response.text();
      throw new TypeError('fetch failed');
    });
    const client = adminClient(installation, short.url, recorder);
    await vi.waitFor(async () => {
      await client.api.users.me.query();
      expect(lost).toBe(true);
    }, WITHIN);
    expect(recorder.count(LOG_IN)).toBe(2);
    expect(short.logged.join('')).not.toContain('refresh_reused');
  });

  test('sends a wrong password once, however many calls need it', async () => {
    const { installation, api } = await start();
    const recorder = createRecorder();
    const wrong = { ...installation.admin, password: 'not the password' };
    const client = createIntellisiteClient({ url: api.url, ...wrong }, recorder);
    for (const attempt of numbers(1, 5)) {
      const error = await errorOf(client.api.users.me.query());
      expect(error, String(attempt)).toMatchObject({ code: 'invalid_credentials', status: 401 });
    }
    expect(recorder.requests).toEqual([LOG_IN]);
  });

  test('lets timers run while it is tried again and again with a wrong password', async () => {
    const { installation, api } = await start();
    const wrong = { ...installation.admin, password: 'not the password' };
    const client = createIntellisiteClient({ url: api.url, ...wrong });
    await errorOf(client.api.users.me.query());
    let timers = 0;
    const timer = setInterval(() => (timers += 1), 1);
    for (let tries = 0; tries < 1_000 && timers < 2; tries += 1) {
      await errorOf(client.api.users.me.query());
    }
    clearInterval(timer);
    expect(timers).toBe(2);
  });

  test('ends its session when it is closed, and takes no calls any more', async () => {
    const { client, installation, api } = await start();
    const other = adminClient(installation, api.url);
    await client.api.users.me.query();
    expect((await other.api.sessions.list.query()).data).toHaveLength(2);
    await client.close();
    expect((await other.api.sessions.list.query()).data).toHaveLength(1);
    expect(await errorOf(client.api.users.me.query())).toMatchObject({ code: 'client_closed' });
  });

  test('closes as easily when the API is gone', async () => {
    const { client, api } = await start();
    await client.api.users.me.query();
    await api.stop();
    await expect(client.close()).resolves.toBeUndefined();
  });
});

describe('a client with tokens from elsewhere', () => {
  test('goes on with a refresh token, tells of the next, and leaves the session be', async () => {
    const { installation, api } = await start();
    const issued: IssuedTokens[] = [];
    const onTokens = (tokens: IssuedTokens): void => void issued.push(tokens);
    const first = createIntellisiteClient({ url: api.url, ...installation.admin, onTokens });
    onTestFinished(() => first.close());
    await first.api.users.me.query();

    const { refreshToken } = issued[0]!;
    const second = createIntellisiteClient({ url: api.url, refreshToken, onTokens });
    expect(await second.api.users.me.query()).toMatchObject({ username: 'admin' });
    await second.close();
    expect(issued).toHaveLength(2);
    const third = createIntellisiteClient({ url: api.url, refreshToken: issued[1]!.refreshToken });
    expect(await third.api.users.me.query()).toMatchObject({ username: 'admin' });
  });

  test('says that its session has ended, without asking twice', async () => {
    const { installation, api, client: admin } = await start();
    let tokens: IssuedTokens | undefined;
    const first = createIntellisiteClient({
      url: api.url,
      ...installation.admin,
      onTokens: (issued) => void (tokens = issued),
    });
    await first.api.users.me.query();
    const recorder = createRecorder();
    const second = createIntellisiteClient(
      { url: api.url, refreshToken: tokens!.refreshToken },
      recorder,
    );
    const { id } = await second.api.users.me.query();
    await admin.api.users.endSessions.mutate({ id });
    for (const attempt of numbers(1, 3)) {
      const error = await errorOf(second.api.users.me.query());
      expect(error, String(attempt)).toMatchObject({ code: 'session_ended', status: 401 });
    }
    expect(recorder.count(REFRESH)).toBe(1);
  });

  test('keeps its refresh token while the API is away', async () => {
    const { installation, api } = await start();
    let refreshToken = '';
    const onTokens = (tokens: IssuedTokens): void => void ({ refreshToken } = tokens);
    const first = createIntellisiteClient({ url: api.url, ...installation.admin, onTokens });
    await first.api.users.me.query();
    await api.stop();
    const second = createIntellisiteClient(
      { url: api.url, refreshToken },
      { retry: { retries: 1, minDelayMs: 1 } },
    );
    expect(await errorOf(second.api.users.me.query())).toMatchObject({ code: 'network_error' });
    await installation.startApi({ port: api.port });
    expect(await second.api.users.me.query()).toMatchObject({ username: 'admin' });
  });

  test('asks for another token when the one it has expires', async () => {
    const installation = await createInstallation();
    const short = await startApiWithTokensFor(installation, 1);
    const long = await installation.startApi();
    const tokens = [
      await accessToken(short.url, installation.admin),
      await accessToken(long.url, installation.admin),
    ];
    await vi.waitFor(async () => {
      const headers = { Authorization: `Bearer ${tokens[0]!}` };
      expect((await fetch(`${long.url}/api/v1/users/me`, { headers })).status).toBe(401);
    }, WITHIN);
    const given = createIntellisiteClient({ url: long.url, token: tokens[0]! });
    expect(await errorOf(given.api.users.me.query())).toMatchObject({ code: 'token_expired' });
    const asked = createIntellisiteClient({ url: long.url, token: () => tokens.shift()! });
    expect(await asked.api.users.me.query()).toMatchObject({ username: 'admin' });
  });
});
