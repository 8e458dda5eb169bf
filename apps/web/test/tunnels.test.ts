import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { eventually } from '@intellisite/service/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startBareServer, type RunningServer } from './support/server-process.ts';

const TUNNEL = 'CONNECT a.example:443 HTTP/1.1\r\nHost: a\r\n\r\n';
const PAGE = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

let server: RunningServer;

beforeEach(async () => {
  server = await startBareServer();
});

afterEach(async () => {
  expect(await server.stop()).toBe(0);
  expect(server.output()).not.toMatch(/"level":"(error|fatal)"/);
});

/** One that keeps its half open when the server ends the other. */
async function openConnection(): Promise<Socket> {
  const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
  // Resets are what these clients are about.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

test('a client that asks for a tunnel and resets the connection ends nothing else', async () => {
  for (let client = 0; client < 5; client += 1) {
    const socket = await openConnection();
    socket.write(TUNNEL);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 405 .*"code":"method_not_allowed"/s);
    socket.resetAndDestroy();
  }
  // Behind the resets in the queue of the server's kernel.
  const page = await openConnection();
  page.write(PAGE);
  await once(page, 'data');
  page.destroy();
});

test('the connection of a tunnel that was refused is gone, also where the client keeps its half', async () => {
  const socket = await openConnection();
  socket.write(TUNNEL);
  await once(socket.resume(), 'end');
  await eventually('what the client goes on to send meets nobody', () => {
    if (socket.closed) return true;
    socket.write('x');
    return null;
  });
});

test('a tunnel asked for behind a page that nobody reads does not hold up a stop', async () => {
  const socket = await openConnection();
  socket.write(PAGE);
  await once(socket, 'readable');
  socket.write(TUNNEL);
  expect(await server.stop()).toBe(0);
  socket.destroy();
});
