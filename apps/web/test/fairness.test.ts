import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, logIn, type Answer } from './support/ask.ts';
import { createInstallation, type Installation, METRICS_TOKEN } from './support/installation.ts';
import { openRaw } from './support/raw.ts';
import type { RunningServer } from './support/server-process.ts';

const GREEDY = '192.0.2.66';
const OTHER = '192.0.2.1';

let installation: Installation;
let server: RunningServer;
let token: string;

beforeAll(async () => {
  installation = await createInstallation();
  server = await installation.startWeb({ TRUST_PROXY: 'true', CALLS_PER_ADDRESS: '4' });
  token = await logIn(server.url, 'admin', installation.adminPassword());
}, 240_000);

afterAll(async () => {
  await installation.stop();
  expect(server.output()).not.toMatch(/"level":"(error|fatal)"/);
});

const get = (path: string, address: string, headers: Record<string, string> = {}) =>
  ask(server.url, { path, headers: { 'x-forwarded-for': address, ...headers } });

test('who asks for hundreds of pages at once waits or is refused, and another one has its page meanwhile', async () => {
  expect((await get('/sign-in', OTHER)).status).toBe(200);
  const leaving = new AbortController();
  const answered: Answer[] = [];
  const asked = Array.from({ length: 400 }, async (_, index) => {
    const path = `/sign-in?next=${String(index)}`;
    const headers = { 'x-forwarded-for': GREEDY };
    answered.push(await ask(server.url, { path, headers, signal: leaving.signal }));
  });
  const left = Promise.allSettled(asked);
  const withStatus = (status: number) => answered.filter((answer) => answer.status === status);
  await expect.poll(() => withStatus(503).length).toBeGreaterThan(0);
  expect((await get('/sign-in', OTHER)).status).toBe(200);
  expect(withStatus(200).length).toBeLessThan(200);
  const [refused] = withStatus(503);
  expect(refused?.headers['retry-after']).toBe('2');
  expect(JSON.parse(refused?.body ?? '')).toMatchObject({ code: 'busy' });
  leaving.abort();
  await left;
  expect((await get('/sign-in', GREEDY)).status).toBe(200);
});

/** A request whose body does not come: it is under way until the connection ends. */
function openUnfinished({ port }: RunningServer, address: string) {
  const { socket } = openRaw(port);
  socket.write(
    `POST /login HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ${address}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
  );
  return socket;
}

async function callsWaiting({ url }: RunningServer): Promise<number> {
  const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
  const { body } = await ask(url, { path: '/metrics', headers });
  return Number(/^intellisite_requests_waiting\{[^}]*kind="call"[^}]*\} (\d+)$/m.exec(body)?.[1]);
}

test('calls of one address wait for each other, and those of another one for none of them', async () => {
  const stats = () => get('/stats', OTHER, { authorization: `Bearer ${token}` });
  expect((await stats()).status).toBe(200);
  const unfinished = Array.from({ length: 400 }, () => openUnfinished(server, GREEDY));
  await expect.poll(() => callsWaiting(server)).toBeGreaterThan(100);
  expect((await stats()).status).toBe(200);
  expect(await callsWaiting(server)).toBeGreaterThan(100);
  // Whoever leaves, leaves the queue.
  for (const socket of unfinished) socket.destroy();
  await expect.poll(() => callsWaiting(server)).toBe(0);
});

test('a server that stops answers whoever still waits', async () => {
  const stopping = await installation.startWeb({ TRUST_PROXY: 'true', CALLS_PER_ADDRESS: '1' });
  await ask(stopping.url, { path: '/stats', headers: { 'x-forwarded-for': OTHER } });
  const unfinished = openUnfinished(stopping, GREEDY);
  const { socket, read } = openRaw(stopping.port);
  socket.write(`GET /stats HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ${GREEDY}\r\n\r\n`);
  // Asked for later than that, and not kept waiting.
  await callsWaiting(stopping);
  const exit = stopping.stop();
  unfinished.destroy();
  expect(await read).toMatch(/^HTTP\/1\.1 (401|503) /);
  expect(await exit).toBe(0);
});
