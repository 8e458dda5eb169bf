import { randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
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
 * A port that nobody listens on, and that no other process was given which still runs: it may be long until
 * somebody listens there. Below the range from which systems take the ports of outgoing connections: a client
 * that keeps trying to reach a stopped server could otherwise be given the server's own port.
 */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = randomInt(20_000, 32_000);
    if ((await isPortFree(port)) && claim(port)) return port;
  }
  throw new StackError(`No free port was found on ${LOOPBACK} between 20000 and 32000.`);
}

const CLAIMS = join(tmpdir(), `intellisite-ports-${String(userInfo().uid)}`);

function claim(port: number): boolean {
  mkdirSync(CLAIMS, { recursive: true });
  const file = join(CLAIMS, String(port));
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    // What a process has left that ended is there for the next one who asks.
    if (!isRunning(Number(readFileSync(file, 'utf8')))) rmSync(file, { force: true });
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
