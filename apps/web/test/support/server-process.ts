import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { eventually } from '@intellisite/service/testing';
import { ROOT, serviceCommand, type ServiceCommand } from '@intellisite/stack';

/** A process of the system, as it is run in production. */
export interface RunningProcess {
  /** Everything that it has printed. */
  output: () => string;
  signal: (name: NodeJS.Signals) => void;
  /** Resolves with the exit code, null after a signal that it did not handle. */
  exit: Promise<number | null>;
  /** SIGTERM, and waits. */
  stop: () => Promise<number | null>;
}

export interface RunningServer extends RunningProcess {
  port: number;
  url: string;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export const APP_FOLDER = join(ROOT, 'apps', 'web');

export function startProcess(
  { command, args }: ServiceCommand,
  env: Record<string, string>,
  cwd: string = ROOT,
): RunningProcess {
  const child = spawn(command, args, {
    // Where Next's types are at hand, they want every environment to name a NODE_ENV.
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const exit = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  return {
    output: () => output,
    signal: (name) => child.kill(name),
    exit,
    stop() {
      child.kill('SIGTERM');
      return exit;
    },
  };
}

const LISTENING = /"port":(\d+),.*"msg":"listening"/;

/** The production server, which has the API ahead of Next. Resolves when it listens. */
export async function startWebServer(env: Record<string, string>): Promise<RunningServer> {
  return await whenListening(startProcess(serviceCommand('web'), env), LISTENING);
}

/** Its port alone, in a process of its own, with nothing behind it. Resolves when it listens. */
export async function startBareServer(): Promise<RunningServer> {
  const program = join(import.meta.dirname, 'bare-server.ts');
  const args = ['--import', 'tsx', program];
  return await whenListening(startProcess({ command: process.execPath, args }, {}), LISTENING);
}

/** Next's own server, which mounts the API by its route handlers. Resolves when it listens. */
export async function startNextHost(env: Record<string, string>): Promise<RunningServer> {
  const next = join(APP_FOLDER, 'node_modules', 'next', 'dist', 'bin', 'next');
  const args = [next, 'start', '--hostname', '127.0.0.1', '--port', env.PORT ?? '0'];
  const started = startProcess({ command: process.execPath, args }, env, APP_FOLDER);
  return await whenListening(started, /Local:\s+http:\/\/127\.0\.0\.1:(\d+)/);
}

async function whenListening(started: RunningProcess, line: RegExp): Promise<RunningServer> {
  let ended = false;
  void started.exit.then(() => {
    ended = true;
  });
  const port = await eventually('it listens or ends', () =>
    ended ? 'none' : (line.exec(started.output())?.[1] ?? null),
  );
  if (port === 'none') throw new Error(`it ended:\n${started.output()}`);
  return { ...started, port: Number(port), url: `http://127.0.0.1:${port}` };
}
