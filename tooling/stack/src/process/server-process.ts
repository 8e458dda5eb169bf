import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { StackError } from '../stack-error.ts';
import { processIdentity } from './process-identity.ts';
import { recordOf, removeRecord, writeRecord } from './process-record.ts';
import { watch } from './watchdog.ts';

export interface ServerExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface ServerProcess {
  readonly pid: number;
  /** Resolves when the process has ended, for whatever reason; never rejects. */
  readonly exited: Promise<ServerExit>;
  /** `null` while it runs. */
  exit(): ServerExit | null;
  /** Sends the server's own stop signal, SIGKILL after `graceMs`; resolves when it has ended. */
  stop(graceMs: number): Promise<void>;
  /** SIGKILL; resolves when it has ended. */
  kill(): Promise<void>;
}

export interface ServerProcessOptions {
  name: string;
  command: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** The user to run as; ours when absent. */
  user?: { uid: number; gid: number } | undefined;
  /** Where standard output and error are appended. */
  outputFile: string;
  stopSignal: NodeJS.Signals;
  /** What is sent when we die without having stopped it. */
  orphanSignal: NodeJS.Signals;
  recordFile: string;
  dataDir: string;
  /** A folder to remove when we die without having stopped it. */
  removedWithUs?: string | undefined;
}

/**
 * Starts a server in a session of its own (a Ctrl-C on the terminal is ours to pass on, in order), with a
 * record for the next start and a watchdog for the case that we are killed.
 */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const output = openSync(options.outputFile, 'a', 0o600);
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    ...options.user,
    stdio: ['ignore', output, output],
    detached: true,
  });
  closeSync(output);
  const { pid } = child;
  if (pid === undefined) {
    const error = await new Promise<Error>((resolve) => child.once('error', resolve));
    throw new StackError(`Cannot run ${options.command}: ${error.message}.`, { cause: error });
  }
  // Before anything is awaited, so that not even an instant later is the process without a watchdog and a record.
  const watchdog = watch(pid, { signal: options.orphanSignal, removes: options.removedWithUs });
  let ended: ServerExit | null = null;
  const exited = new Promise<ServerExit>((resolve) => {
    child.once('exit', (code, signal) => {
      ended = { code, signal };
      watchdog.release();
      removeRecord(options.recordFile);
      resolve(ended);
    });
  });
  try {
    writeRecord(options.recordFile, recordOf(pid, options.name, options.dataDir));
  } catch (error) {
    // On a full disk, for instance: the next start would not know of it.
    child.kill('SIGKILL');
    throw error;
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (ended === null) child.kill(signal);
    await exited;
  };
  return {
    pid,
    exited,
    exit: () => ended ?? (processIdentity(pid) === null ? { code: null, signal: null } : null),
    stop: async (graceMs) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      // A stopped process takes no other signal than SIGKILL until it goes on.
      if (ended === null) child.kill('SIGCONT');
      await end(options.stopSignal);
      clearTimeout(timer);
    },
    kill: () => end('SIGKILL'),
  };
}
