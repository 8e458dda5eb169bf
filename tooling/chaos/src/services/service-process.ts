import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import type { ServiceCommand } from '@intellisite/stack';
import type { WorkClock } from '../work-clock.ts';
import type { OwnTime } from './own-time.ts';

export interface ServiceProcess {
  readonly name: string;
  /** Where it answers for its health; null while it has not said so in its log. */
  port: () => number | null;
  /** How it calls itself in Postgres, if it says so in its log. */
  instance: () => string | null;
  readonly state: 'running' | 'frozen' | 'ended';
  /** The time of day that it goes by; null: that of all. */
  readonly time: OwnTime | null;
  /** SIGKILL: no chance to finish anything. */
  kill(): void;
  /** SIGSTOP: alive for everyone who asks the kernel, and silent. */
  freeze(): void;
  /** SIGCONT: goes on as if no time had passed. */
  thaw(): void;
  /** SIGTERM; resolves when it has ended. */
  terminate(): Promise<End>;
}

/** How a service ended that was told to stop. */
export interface End {
  code: number | null;
  /** Of working time. */
  tookMs: number;
  /** Whether another fault hit it while it stopped: how it ended is not its own doing then. */
  disturbed: boolean;
}

export interface ServiceProcessOptions {
  name: string;
  /** How the built program is run. */
  program: ServiceCommand;
  env: Record<string, string>;
  /** Its working folder. */
  folder: string;
  logFile: string;
  time: OwnTime | null;
  clock: WorkClock;
  /** It ended though nobody asked for it. */
  onUnasked: (how: string) => void;
}

const PORT = /"port":(\d+)/;
const INSTANCE = /"instance":"([0-9a-f-]{36})"/;

const living = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/** Runs a service as production does: the bundle, in a process of its own. */
export function startServiceProcess(options: ServiceProcessOptions): ServiceProcess {
  const log = openSync(options.logFile, 'a');
  const child = spawn(options.program.command, options.program.args, {
    env: { ...options.env, ...options.time?.env },
    cwd: options.folder,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  living.add(child);
  let state: ServiceProcess['state'] = 'running';
  let asked = false;
  let disturbed = false;
  const ended = new Promise<number | null>((resolve) => {
    child.on('exit', (code, signal) => {
      living.delete(child);
      state = 'ended';
      if (!asked) options.onUnasked(signal ?? `exit code ${String(code)}`);
      resolve(code);
    });
  });

  function signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): void {
    if (state !== 'ended') child.kill(name);
  }

  /** Looks it up in the log until it is there. */
  function saidInLog(pattern: RegExp): () => string | null {
    let found: string | null = null;
    return () => (found ??= pattern.exec(readFileSync(options.logFile, 'utf8'))?.[1] ?? null);
  }
  const port = saidInLog(PORT);

  return {
    name: options.name,
    port() {
      const found = port();
      return found === null ? null : Number(found);
    },
    instance: saidInLog(INSTANCE),
    time: options.time,
    get state() {
      return state;
    },
    kill() {
      disturbed = true;
      asked = true;
      signal('SIGKILL');
      state = 'ended';
    },
    freeze() {
      disturbed = true;
      signal('SIGSTOP');
      if (state === 'running') state = 'frozen';
    },
    thaw() {
      if (state === 'frozen') state = 'running';
      signal('SIGCONT');
    },
    async terminate() {
      asked = true;
      disturbed = false;
      const begun = options.clock.now();
      signal('SIGTERM');
      const code = await ended;
      return { code, tookMs: options.clock.now() - begun, disturbed };
    },
  };
}
