import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A way to a local port on which a server can vanish without a word, as when its host loses its power. */
export interface QuietWay {
  readonly port: number;
  /** From now on nobody is told that the server is gone, and who connects has to wait. */
  hold(): void;
  /** Ends what was held: who connects again gets through. */
  release(): void;
}

const LOOPBACK = '127.0.0.1';

export async function openQuietWay(target: number): Promise<QuietWay> {
  const clients = new Set<Socket>();
  let held = false;

  function accept(client: Socket): void {
    client.on('error', () => undefined);
    client.once('close', () => clients.delete(client));
    clients.add(client);
    if (held) return;
    const server = connect(target, LOOPBACK);
    server.on('error', () => undefined);
    server.once('close', () => {
      if (!held) client.destroy();
    });
    client.once('close', () => server.destroy());
    client.pipe(server).pipe(client, { end: false });
  }

  function endAll(): void {
    for (const client of clients) client.destroy();
  }

  const listener = createServer(accept);
  await new Promise<void>((resolve) => listener.listen(0, LOOPBACK, resolve));
  onTestFinished(() => {
    endAll();
    listener.close();
  });
  return {
    port: (listener.address() as AddressInfo).port,
    hold() {
      held = true;
    },
    release() {
      held = false;
      endAll();
    },
  };
}
