import { forkProgram } from '../shared/fork-program.ts';

/** As the plain server calls itself to Postgres. */
export const PLAIN_APPLICATION = 'bench-plain';

/** A server in a process of its own. */
export interface Served {
  /** Without a slash at the end. */
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** What a server's process is told when it starts. */
export interface ServeTask {
  databaseUrl: string;
  brokers: string;
  admin: { username: string; password: string };
}

/** What it answers when it listens. */
export interface Serving {
  url: string;
}

/** Starts one of the programs beside this file. */
export async function serve(
  program: 'api-process' | 'fastify-process' | 'constant-process',
  task: ServeTask,
): Promise<Served> {
  const child = forkProgram(new URL(`${program}.ts`, import.meta.url));
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  const { url } = await new Promise<Serving>((resolve, reject) => {
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`${program} ended with code ${String(code)}.`));
    });
    child.send(task);
  });
  return {
    url,
    pid: child.pid ?? 0,
    async stop() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** An access token. */
export async function logIn(url: string, admin: ServeTask['admin']): Promise<string> {
  const response = await fetch(`${url}/api/v1/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(admin),
  });
  if (!response.ok) throw new Error(`The bench cannot log in: ${await response.text()}`);
  const { access_token: token } = (await response.json()) as { access_token: string };
  return token;
}
