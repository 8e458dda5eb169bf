import { createServer, type AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createPool, createPrisma } from '../src/index.ts';

/** A message of Postgres's protocol: a letter, the length in 4 bytes, the content. */
function message(type: string, content: string | Buffer): Buffer {
  const body = Buffer.from(content);
  const head = Buffer.from(`${type}....`);
  head.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}

/** The address of a server that lets everybody in and shuts down in the same breath. */
async function dyingServer(): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.end(
        Buffer.concat([
          message('R', Buffer.alloc(4)),
          message('Z', 'I'),
          message('E', 'SFATAL\0C57P01\0Mterminating connection\0\0'),
        ]),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return `postgres://user@127.0.0.1:${String((server.address() as AddressInfo).port)}/any`;
}

// An error that nobody listens to would fail the run.
it('a connection that breaks while it is handed out fails its first query, not the process', async () => {
  const pool = createPool({ databaseUrl: await dyingServer(), applicationName: 'test' });
  onTestFinished(() => pool.end());
  const client = await pool.connect();
  await expect(client.query('SELECT 1')).rejects.toThrow();
  client.release();
});

it("the same for Prisma's transactions", async () => {
  const prisma = createPrisma({ databaseUrl: await dyingServer(), applicationName: 'test' });
  onTestFinished(() => prisma.$disconnect());
  await expect(prisma.$transaction([prisma.rule.findMany()])).rejects.toThrow();
});
