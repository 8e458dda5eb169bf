import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { errorCode, StackError } from './stack-error.ts';

export const LOOPBACK = '127.0.0.1';

export async function isPortFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if (errorCode(error) === 'EADDRINUSE') resolve(false);
      else if (errorCode(error) === 'EACCES') {
        reject(
          new StackError(`Port ${String(port)} is reserved to root; choose one from 1024 on.`),
        );
      } else reject(error);
    });
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

/** Throws a `StackError` that names the setting to change when somebody listens there already. */
export async function requireFreePort(port: number, what: string, setting: string): Promise<void> {
  if (await isPortFree(port)) return;
  throw new StackError(
    `Port ${String(port)} on ${LOOPBACK} is taken, so ${what} cannot listen there. End what listens there, or set ${setting} to a free port.`,
  );
}

/**
 * A port that nobody listens on, below the range from which systems take the ports of outgoing connections:
 * a client that keeps trying to reach a stopped server could otherwise be given the server's own port.
 */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = randomInt(20_000, 32_000);
    if (await isPortFree(port)) return port;
  }
  throw new StackError(`No free port was found on ${LOOPBACK} between 20000 and 32000.`);
}
