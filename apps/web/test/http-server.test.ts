import { setInterval } from 'node:timers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, logIn } from './support/ask.ts';
import { openEvents } from './support/event-client.ts';
import { createInstallation, type Installation } from './support/installation.ts';
import { exchange, openRaw } from './support/raw.ts';
import type { RunningServer } from './support/server-process.ts';

let installation: Installation;
let server: RunningServer;

beforeAll(async () => {
  installation = await createInstallation();
  server = await installation.startWeb();
}, 240_000);

afterAll(async () => {
  const { status } = await ask(server.url, { path: '/health' });
  await installation.stop();
  expect(status).toBe(200);
  expect(server.output()).not.toMatch(/"level":"(error|fatal)"/);
});

const get = (target: string, headers = ''): Promise<string> =>
  exchange(server.port, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`);

describe('a request that makes no sense', () => {
  test.each([
    '//evil.example/docs',
    '///',
    '/%zz',
    '/%c3%28',
    '/%',
    '/a%00b',
    '/a%0d%0aSet-Cookie:x',
    '/\\evil.example',
    '*',
    'docs',
    'ftp://x/health',
    '/docs#fragment',
  ])('for %s is a problem of the client', async (target) => {
    const answer = await get(target);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toMatch(/Content-Type: application\/problem\+json/i);
    expect(answer).toMatch(/"code":"malformed_request"/);
  });

  test.each(['/api/v1/%zz', '/api/v1/a%00b', '/api/v1//detections', '/api/v1/detections/%c3%28'])(
    'below /api, for %s, is one too',
    async (target) => {
      const answer = await get(target);
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect(answer).toMatch(/Content-Type: application\/problem\+json/i);
    },
  );

  test('in the form that proxies are sent is answered as any other', async () => {
    expect(await get('http://whatever.example/health')).toMatch(/^HTTP\/1\.1 200 .*"ok"/s);
    expect(await get('http://whatever.example')).toMatch(/^HTTP\/1\.1 307 /);
  });

  test('is refused with a problem when it is no HTTP at all', async () => {
    const answer = await exchange(server.port, 'hello\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 .*"code":"malformed_request"/s);
  });

  test('with headers beyond any use is refused', async () => {
    const answer = await get('/health', `X-Large: ${'x'.repeat(20_000)}\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 .*"code":"headers_too_large"/s);
  });

  test('with a body beyond any use is refused, and the connection ended', async () => {
    const answer = await ask(server.url, {
      method: 'POST',
      path: '/login',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'x'.repeat(100_000) }),
    });
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'body_too_large' });
  });

  test('to be a proxy, or to speak another protocol, is declined', async () => {
    const tunnel = await exchange(server.port, 'CONNECT a.example:443 HTTP/1.1\r\nHost: a\r\n\r\n');
    expect(tunnel).toMatch(/^HTTP\/1\.1 405 /);
    const upgrade = 'GET /health HTTP/1.1\r\nHost: x\r\nConnection: close, Upgrade\r\n';
    const answer = await exchange(server.port, `${upgrade}Upgrade: websocket\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });
});

test('a client that sends its headers byte by byte is cut off within 12 s', async () => {
  const { socket, read } = openRaw(server.port);
  socket.write('GET /health HTTP/1.1\r\nHost: x\r\n');
  // Drips are counted, and not the time between them: a pause of the machine is none of the server's.
  let drips = 0;
  const dripping = setInterval(() => {
    drips += 1;
    socket.write('X-Drip: x\r\n');
  }, 500);
  const answer = await read;
  clearInterval(dripping);
  expect(drips).toBeLessThan(24);
  expect(answer).toMatch(/^HTTP\/1\.1 408 .*"code":"request_timeout"/s);
});

describe('a page', () => {
  test('at the root leads to the dashboard', async () => {
    const { status, headers } = await ask(server.url, { path: '/' });
    expect({ status, location: headers.location }).toEqual({ status: 307, location: '/dashboard' });
  });

  test('runs only the scripts of its own answer, and cannot be framed', async () => {
    const first = await ask(server.url, { path: '/nothing/here' });
    const other = await ask(server.url, { path: '/nothing/here' });
    expect(first.status).toBe(404);
    expect(first.body).toContain('There is no such page');
    const nonce = (policy: unknown): string => /'nonce-([^']+)'/.exec(String(policy))?.[1] ?? '';
    const ofFirst = nonce(first.headers['content-security-policy']);
    expect(ofFirst).not.toBe(nonce(other.headers['content-security-policy']));
    const scripts = first.body.match(/<script[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect(script).toContain(`nonce="${ofFirst}"`);
    expect(first.headers).toMatchObject({
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'") as string,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    });
    expect(first.headers).not.toHaveProperty('x-powered-by');
    expect(first.headers).not.toHaveProperty('strict-transport-security');
  });
});

/** A script of the sign-in. */
async function scriptOfPage(): Promise<string> {
  const { body } = await ask(server.url, { path: '/sign-in' });
  return /src="(\/_next\/static\/[^"]+\.js)"/.exec(body)?.[1] ?? 'none';
}

test('every answer, of pages, scripts, sign-in, API and refusals, keeps to TLS and out of frames', async () => {
  const paths = ['/nothing', await scriptOfPage(), '/api/auth/csrf', '/api/v1/detections', '/a%00'];
  for (const path of paths) {
    const { headers } = await ask(server.url, { path, headers: { 'x-forwarded-proto': 'https' } });
    expect(headers['content-security-policy'], path).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options'], path).toBe('nosniff');
    // The API believes the proxies alone that it is told to trust.
    if (path.startsWith('/api/v1')) continue;
    expect(headers['strict-transport-security'], path).toMatch(/^max-age=\d{8}; includeSubDomains/);
  }
});

test('a page takes no body but a small one that says its length', async () => {
  const post = (path: string, headers: string): Promise<string> =>
    exchange(
      server.port,
      `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n\r\n`,
    );
  for (const path of ['/nothing', '/sign-in', '/api/auth/callback/credentials']) {
    for (const headers of ['Content-Length: 70000', 'Transfer-Encoding: chunked']) {
      expect(await post(path, headers), `${path} ${headers}`).toMatch(
        /^HTTP\/1\.1 413 .*"code":"body_too_large"/s,
      );
    }
  }
});

describe('what is compressed', () => {
  const compressed = (path: string, encodings: string) =>
    ask(server.url, { path, headers: { 'accept-encoding': encodings } });
  test('is a page, where that is asked for', async () => {
    const { status, headers } = await compressed('/sign-in', 'gzip');
    expect({ status, encoding: headers['content-encoding'] }).toEqual({
      status: 200,
      encoding: 'gzip',
    });
    const plain = await ask(server.url, { path: '/sign-in' });
    expect(plain.headers).not.toHaveProperty('content-encoding');
  });

  test('is a script, as well as the client can read it', async () => {
    const path = await scriptOfPage();
    const plain = await ask(server.url, { path });
    expect(plain.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      vary: 'Accept-Encoding',
    });
    expect(plain.headers).not.toHaveProperty('content-encoding');
    const lengths = [Number(plain.headers['content-length'])];
    for (const [accepted, encoding] of [
      ['gzip, deflate', 'gzip'],
      ['gzip, deflate, br, zstd', 'br'],
    ] as const) {
      const { headers } = await compressed(path, accepted);
      expect(headers['content-encoding']).toBe(encoding);
      lengths.push(Number(headers['content-length']));
    }
    expect(lengths).toEqual([...lengths].sort((one, other) => other - one));
    const refused = await compressed(path, 'br;q=0, gzip;q=0');
    expect(refused.headers).not.toHaveProperty('content-encoding');
  });

  test('is no stream: its first event is there at once', async () => {
    const token = await logIn(server.url, 'admin', installation.adminPassword());
    const events = await openEvents(server.url, token, { acceptEncoding: 'gzip, br' });
    expect(events.headers).not.toHaveProperty('content-encoding');
    await expect.poll(() => events.text()).toMatch(/^retry: \d+/);
    events.close();
  });
});
