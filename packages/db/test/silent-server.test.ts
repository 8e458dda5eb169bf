import net, { type AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createPool, createSnapshots } from '../src/index.ts';
import { createTestStore } from './support.ts';

/** A way to Postgres that forgets what is open, as a firewall does or a host that lost power. */
async function openWay(databaseUrl: string) {
  const { hostname, port } = new URL(databaseUrl);
  const sockets = new Set<net.Socket>();
  const server = net.createServer((near) => {
    const far = net.connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url: url.href,
    /** Nothing more gets through on what is open, and nobody is told; what is opened later works. */
    forget() {
      for (const socket of sockets) socket.unpipe().pause();
    },
  };
}

it('answers all who wait behind a connection that fell silent, once another can be had', async () => {
  const { url } = await createTestStore();
  const way = await openWay(url);
  const pool = createPool({ databaseUrl: way.url, applicationName: 'test' });
  onTestFinished(() => pool.end());
  const snapshots = createSnapshots(pool);
  await snapshots.read();
  way.forget();
  const first = snapshots.read();
  const others = [1, 2, 3].map(() => snapshots.read());
  await expect(first).rejects.toThrow('timeout');
  expect(await Promise.all(others)).toHaveLength(3);
});
