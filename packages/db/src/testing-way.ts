import net, { type AddressInfo } from 'node:net';

/** A way to a database that can fall silent. */
export interface TestWay {
  /** Of the database, by this way. */
  url: string;
  /** Nothing more gets through on what is open, and nobody is told; what is opened later works. */
  forget(): void;
  close(): void;
}

/** A way to Postgres that forgets what is open when it is told to, as a firewall does or a host that lost power. */
export async function openTestWay(databaseUrl: string): Promise<TestWay> {
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
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url: url.href,
    forget() {
      for (const socket of sockets) socket.unpipe().pause();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
