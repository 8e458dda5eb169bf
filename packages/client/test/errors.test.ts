import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createIntellisiteClient, IntellisiteError, type ErrorCode } from '../src/index.ts';
import { accessToken, errorOf, start } from './support.ts';

const NO_RETRY = { retry: { retries: 0 } };

describe('errors', () => {
  test('have the code, the status and the members of each refusal', async () => {
    const { client, api } = await start();
    await client.api.users.create.mutate({ username: 'jo', password: 'a staple for the horse' });
    const viewer = createIntellisiteClient({
      url: api.url,
      username: 'jo',
      password: 'a staple for the horse',
    });
    onTestFinished(() => viewer.close());
    const { detections, users, stats } = client.api;
    const refusals: [Promise<unknown>, number, ErrorCode, string?][] = [
      [detections.list.query({ limit: 0 }), 400, 'invalid_request', 'limit'],
      [detections.list.query({ from: 'yesterday' }), 400, 'invalid_request', 'from'],
      [viewer.api.users.list.query({}), 403, 'forbidden'],
      [detections.get.query({ id: 7 }), 404, 'not_found'],
      [
        users.create.mutate({ username: 'JO', password: 'a staple for the horse' }),
        409,
        'username_taken',
      ],
      [detections.list.query({ asOf: 9 }), 422, 'as_of_ahead', 'asOf'],
      [stats.timeline.query({ tz: 'Mars/Olympus' }), 422, 'unknown_time_zone'],
      [users.create.mutate({ username: 'ann', password: 'password1234' }), 422, 'weak_password'],
    ];
    const errors = await Promise.all(refusals.map(([call]) => errorOf(call)));
    for (const [index, [, status, code, member]] of refusals.entries()) {
      const error = errors[index]!;
      expect(error).toBeInstanceOf(IntellisiteError);
      expect(error).toMatchObject({ name: 'IntellisiteError', status, code });
      expect(error.requestId).toMatch(/^[\da-f-]{36}$/);
      expect(api.logged.join('')).toContain(error.requestId);
      if (member !== undefined) expect(error.errors.map((wrong) => wrong.member)).toContain(member);
    }
    expect(errors[0]!.message).toBe(
      'The request does not fit the schema; limit: Too small: expected number to be >=1',
    );
  });

  test('say how long to wait when there were too many attempts', async () => {
    const { installation, api } = await start();
    for (;;) {
      const password = 'not the password';
      const client = createIntellisiteClient(
        { url: api.url, username: installation.admin.username, password },
        NO_RETRY,
      );
      const error = await errorOf(client.api.users.me.query());
      if (error.code === 'invalid_credentials') continue;
      expect(error).toMatchObject({ code: 'rate_limited', status: 429 });
      expect(error.retryAfterSeconds).toBeGreaterThan(0);
      break;
    }
  });

  test('tell an API that cannot be reached from one that refuses', async () => {
    const { client, api } = await start(NO_RETRY);
    await client.api.users.me.query();
    await api.stop();
    const error = await errorOf(client.api.users.me.query());
    expect(error).toMatchObject({ code: 'network_error', status: undefined });
    expect(error.cause).toBeInstanceOf(Error);
  });

  test('tell an API that does not answer in time', async () => {
    const { client } = await start({ ...NO_RETRY, timeoutMs: 1 });
    expect(await errorOf(client.api.users.me.query())).toMatchObject({
      code: 'network_error',
      message: 'No answer came within 1 ms.',
    });
  });

  test('tell of no time-out where there is none', async () => {
    const { client } = await start({ ...NO_RETRY, timeoutMs: Infinity });
    expect(await client.api.users.me.query()).toMatchObject({ username: 'admin' });
  });

  test('tell what is not the API at all', async () => {
    const server = createServer((request, response) => {
      response.writeHead(request.url?.includes('/users/') === true ? 404 : 200);
      response.end('<h1>Welcome</h1>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.close();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = createIntellisiteClient({ url, token: 'secret' }, NO_RETRY);
    const errors = await Promise.all(
      [
        client.api.users.me.query(),
        client.api.stats.counts.query({}),
        client.alerts({ after: 0 })[Symbol.asyncIterator]().next(),
        client.exportDetections()[Symbol.asyncIterator]().next(),
      ].map(errorOf),
    );
    expect(errors.map(({ code }) => code)).toEqual(Array(4).fill('unexpected_answer'));
  });

  test('hold neither tokens nor passwords', async () => {
    const { client, installation, api } = await start(NO_RETRY);
    await client.api.users.me.query();
    const token = await accessToken(api.url, installation.admin);
    const password = 'a wrong password';
    const clients = [
      client,
      createIntellisiteClient({ url: api.url, token }, NO_RETRY),
      createIntellisiteClient({ url: api.url, token: `${token}x` }, NO_RETRY),
      createIntellisiteClient({ url: api.url, username: 'admin', password }, NO_RETRY),
      createIntellisiteClient({ url: api.url, refreshToken: `${token}y` }, NO_RETRY),
    ];
    const shown: string[] = [];
    async function showErrors(): Promise<void> {
      for (const each of clients) {
        const errors = [
          await errorOf(each.api.detections.get.query({ id: 12 })),
          await errorOf(each.exportDetections({ asOf: 99 })[Symbol.asyncIterator]().next()),
        ];
        const options = { depth: 20, showHidden: true };
        shown.push(inspect(each, options), ...errors.map((error) => inspect(error, options)));
      }
    }
    await showErrors();
    await api.stop();
    await showErrors();
    expect(shown).toHaveLength(30);
    for (const secret of [token, password, installation.admin.password])
      expect(shown.join('\n')).not.toContain(secret);
  });
});
