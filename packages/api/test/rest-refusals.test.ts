import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { ProblemCode } from '@intellisite/contracts';
import { eventually } from '@intellisite/service/testing';
import { describe, expect, test } from 'vitest';
import { call as callUrl, detections, logIn, problemOf, tokensFor } from './support.ts';

describe('a query is refused that', () => {
  const refused: Record<string, string> = {
    'limit=0': 'limit',
    'limit=1001': 'limit',
    'limit=-1': 'limit',
    'limit=1.5': 'limit',
    'limit=1e2': 'limit',
    'limit=': 'limit',
    'limit=ten': 'limit',
    'skip=-1': 'skip',
    'skip=9007199254740993': 'skip',
    'skip=1&skip=2': 'skip',
    'make=Toyota&make=Kia': 'make',
    'mak=Toyota': 'mak',
    'make=': 'make',
    'make=a,,b': 'make',
    'make="open': 'make',
    'make=%00': 'make',
    'make=%ff': 'make',
    'order=sideways': 'order',
    'year=11': 'year',
    'year=2010..': 'year',
    'from=yesterday': 'from',
    'from=2026-01-01T00:00:00': 'from',
    'to=2026-02-30T00:00:00Z': 'to',
    'asOf=-1': 'asOf',
    'asOf=x': 'asOf',
    '__proto__=1': '__proto__',
  };

  test('does not fit the schema, naming the member', async () => {
    const { call } = await logIn();
    for (const [query, member] of Object.entries(refused)) {
      const response = await call(`/api/v1/detections?${query}`);
      const problem = await problemOf(response);
      expect([response.status, problem.code], query).toEqual([400, 'invalid_request']);
      expect(
        problem.errors?.map((error) => error.member),
        query,
      ).toContain(member);
    }
  });

  test('fits the schema and makes no sense, as unprocessable', async () => {
    const { installation, call } = await logIn();
    await installation.log.ingest(detections(5));
    const senseless: Record<string, ProblemCode> = {
      '/detections?asOf=6': 'as_of_ahead',
      '/alerts?asOf=99': 'as_of_ahead',
      '/stats?asOf=6': 'as_of_ahead',
      '/detections?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z': 'empty_range',
      '/stats?year=2015..2010': 'empty_range',
      '/stats/timeline?interval=minute&from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z':
        'too_many_intervals',
      '/stats/timeline?tz=Mars/Olympus': 'unknown_time_zone',
    };
    for (const [target, code] of Object.entries(senseless)) {
      const response = await call(`/api/v1${target}`);
      expect([response.status, (await problemOf(response)).code], target).toEqual([422, code]);
    }
  });
});

describe('a body is refused that', () => {
  test('is of another content type, is no JSON, or is too large', async () => {
    const { api } = await logIn();
    const post = (body: string, type: string) =>
      callUrl(api.url, '/api/v1/auth/token', {
        method: 'POST',
        body,
        headers: { 'content-type': type },
      });
    const cases: [body: string, type: string, status: number, code: ProblemCode][] = [
      ['username=a&password=b', 'text/plain', 415, 'unsupported_media_type'],
      ['{', 'application/json', 400, 'malformed_body'],
      ['[]', 'application/json', 400, 'invalid_request'],
      ['null', 'application/json', 400, 'invalid_request'],
      ['['.repeat(10_000), 'application/json', 400, 'malformed_body'],
      [
        JSON.stringify({ username: 'a', password: 'b'.repeat(70_000) }),
        'application/json',
        413,
        'body_too_large',
      ],
      [JSON.stringify({ username: 'a' }), 'application/json', 400, 'invalid_request'],
      [
        JSON.stringify({ username: 'a', password: null }),
        'application/json',
        400,
        'invalid_request',
      ],
      [
        JSON.stringify({ username: 'a', password: 'b', extra: 1 }),
        'application/json',
        400,
        'invalid_request',
      ],
      [
        'username=a&password=b&password=c',
        'application/x-www-form-urlencoded',
        400,
        'invalid_request',
      ],
      ['username=a&password=%ff', 'application/x-www-form-urlencoded', 400, 'invalid_request'],
      ['no boundary', 'multipart/form-data', 400, 'malformed_body'],
    ];
    for (const [body, type, status, code] of cases) {
      const response = await post(body, type);
      expect(
        [response.status, (await problemOf(response)).code],
        `${type}: ${body.slice(0, 60)}`,
      ).toEqual([status, code]);
    }
  });

  test('is compressed, whatever it unpacks to, over REST and tRPC', async () => {
    const { api } = await logIn();
    const body = gzipSync(JSON.stringify({ username: 'a', password: 'b'.repeat(12) }));
    for (const path of ['/login', '/api/v1/trpc/auth.token']) {
      const response = await fetch(api.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
        body,
      });
      const { code, detail } = await problemOf(response);
      expect([response.status, code, detail], path).toEqual([
        415,
        'unsupported_media_type',
        'The body must be sent as it is, but its Content-Encoding is gzip.',
      ]);
    }
  });

  test('holds bytes that are no UTF-8', async () => {
    const { api } = await logIn();
    const response = await fetch(`${api.url}/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from([0x7b, 0xff, 0x7d]),
    });
    expect((await problemOf(response)).code).toBe('malformed_body');
  });
});

test('a client that leaves in the middle of its body is no trouble of the database', async () => {
  const { api } = await logIn();
  const socket = connect(api.port, '127.0.0.1');
  socket.write(
    'POST /login HTTP/1.1\r\nHost: x\r\nX-Request-Id: left-in-the-middle\r\nExpect: 100-continue\r\n' +
      'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a":',
  );
  // The server has the request, and waits for the rest of it.
  await once(socket, 'data');
  socket.destroy();
  const lines = await eventually('it was noticed', () => {
    const found = api.logged.filter((line) => line.includes('"left-in-the-middle"'));
    return found.length === 2 ? found : null;
  });
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    expect.objectContaining({ level: 'debug', route: '/auth/token', code: 'malformed_body' }),
    expect.objectContaining({ level: 'debug', route: '/auth/token', status: 400 }),
  ]);
});

describe('methods and paths', () => {
  test('that do not go together are told what is allowed; unknown ones are not found', async () => {
    const { call } = await logIn();
    const wrong = await call('/api/v1/detections', { method: 'POST', body: {} });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'HEAD, GET, OPTIONS']);
    expect((await problemOf(wrong)).code).toBe('method_not_allowed');
    for (const path of [
      '/api/v1/nothing',
      '/api/v1/',
      '/api/v2/users',
      '/api/v1/detections/',
      '/api/v1//users',
    ]) {
      const response = await call(path);
      expect([response.status, (await problemOf(response)).code], path).toEqual([404, 'not_found']);
    }
    for (const id of ['0', '-1', '1.5', 'x', '9007199254740993', '%ff']) {
      expect([400, 404], id).toContain((await call(`/api/v1/detections/${id}`)).status);
    }
  });

  test('HEAD is GET without the body, and OPTIONS says what is allowed', async () => {
    const { installation, call } = await logIn();
    await installation.log.ingest(detections(5));
    for (const path of [
      '/api/v1/detections',
      '/api/v1/stats',
      '/openapi.json',
      '/health',
      '/docs',
    ]) {
      const [get, head] = await Promise.all([call(path), call(path, { method: 'HEAD' })]);
      expect([head.status, await head.text()], path).toEqual([200, '']);
      expect(head.headers.get('content-length'), path).toBe(get.headers.get('content-length'));
      const options = await call(path, { method: 'OPTIONS' });
      expect([options.status, options.headers.get('allow')], path).toEqual([
        204,
        'HEAD, GET, OPTIONS',
      ]);
    }
    const post = await call('/api/v1/users/me/password', { method: 'OPTIONS', token: null });
    expect(post.headers.get('allow')).toBe('POST, OPTIONS');
  });
});

describe('a token is refused that', () => {
  const encode = (value: unknown): string =>
    Buffer.from(JSON.stringify(value)).toString('base64url');

  test('is missing, forged, unsigned, of another kind, or of a user without the role', async () => {
    const { installation, api, tokens, call } = await logIn();
    const [header = '', payload = ''] = tokens.access_token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const signed = (head: object, body: object): string => {
      const text = `${encode(head)}.${encode(body)}`;
      return `${text}.${createHmac('sha256', 'another key').update(text).digest('base64url')}`;
    };
    const known = JSON.parse(Buffer.from(header, 'base64url').toString()) as object;
    const cases: Record<string, string> = {
      'no token at all': '',
      'of no form': 'abc',
      unsigned: `${encode({ ...known, alg: 'none' })}.${payload}.`,
      'signed with another key': signed(known, claims),
      'with a changed claim': tokens.access_token.replace(
        payload,
        encode({ ...claims, role: 'admin', sub: 'x' }),
      ),
      'a refresh token': tokens.refresh_token,
    };
    for (const [name, token] of Object.entries(cases)) {
      const response = await call('/api/v1/users/me', { token });
      expect(response.status, name).toBe(401);
      expect(response.headers.get('www-authenticate'), name).toMatch(/^Bearer realm="intellisite"/);
      expect((await problemOf(response)).code, name).toMatch(/^token_(missing|invalid)$/);
    }
    const viewer = { username: 'viewer', password: 'a password of some length' };
    expect((await call('/api/v1/users', { method: 'POST', body: viewer })).status).toBe(201);
    const { access_token: token } = await tokensFor(api, viewer);
    for (const path of ['/users', '/quarantine', '/system']) {
      const response = await call(`/api/v1${path}`, { token });
      expect([response.status, (await problemOf(response)).code], path).toEqual([403, 'forbidden']);
    }
    expect((await call('/api/v1/detections', { token })).status).toBe(200);
    expect(installation.settings.ADMIN_PASSWORD).toBeDefined();
  });

  test('is of a session that another instance has ended, at once', async () => {
    const { installation, tokens, call } = await logIn();
    const other = await installation.startApi();
    const ask = () => callUrl(other.url, '/api/v1/users/me', { token: tokens.access_token });
    expect((await ask()).status).toBe(200);
    expect((await call('/api/v1/auth/logout', { method: 'POST' })).status).toBe(204);
    const response = await ask();
    expect([response.status, (await problemOf(response)).code]).toEqual([401, 'session_ended']);
  });
});

test('nothing internal reaches a client when the database is gone, and it comes back by itself', async () => {
  const { installation, api, call } = await logIn();
  await installation.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'intellisite-api' AND datname = current_database()`,
  );
  const answers = await Promise.all(Array.from({ length: 8 }, () => call('/api/v1/stats')));
  for (const response of answers.filter(({ status }) => status !== 200)) {
    expect(response.status).toBe(503);
    expect((await problemOf(response)).code).toBe('database_unavailable');
  }
  expect((await call('/api/v1/stats')).status).toBe(200);
  expect((await callUrl(api.url, '/ready')).status).toBe(200);
});
