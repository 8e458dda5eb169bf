import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A connection to a server of this machine, with which something can be wrong. */
export interface FaultyLine {
  url: string;
  /** Nothing passes any more, in either direction, and nothing tells. */
  freeze(): void;
  thaw(): void;
  /** Breaks every connection. */
  cut(): void;
}

export async function createFaultyLine(port: number): Promise<FaultyLine> {
  const sockets = new Set<Socket>();
  let frozen = false;

  function apply(socket: Socket): void {
    if (frozen) socket.pause();
    else socket.resume();
  }

  function carry(from: Socket, to: Socket): void {
    sockets.add(from);
    from.on('data', (bytes) => to.write(bytes));
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
    from.on('error', () => to.destroy());
    apply(from);
  }

  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    carry(near, far);
    carry(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  function cut(): void {
    for (const socket of sockets) socket.destroy();
  }
  onTestFinished(() => {
    server.close();
    cut();
  });
  function setFrozen(value: boolean): void {
    frozen = value;
    for (const socket of sockets) apply(socket);
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    freeze() {
      setFrozen(true);
    },
    thaw() {
      setFrozen(false);
    },
    cut,
  };
}
