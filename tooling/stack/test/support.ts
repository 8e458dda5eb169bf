import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@intellisite/service/testing';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';
import { findFreePort } from '../src/ports.ts';
import { ROOT } from '../src/root.ts';
import { startCommand } from '../src/service-command.ts';

/** A machine that does much else at the same time needs so long for what takes it a few seconds. */
const BUSY_MS = 120_000;

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'intellisite-start-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return folder;
}

/** A small file system of its own; null where this user may not mount one. */
export function mountSmall(options: string): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'intellisite-small-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  onTestFinished(() => {
    if (status === 0) execFileSync('umount', ['--lazy', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return status === 0 ? folder : null;
}

/** Settings of an installation of its own. */
export async function ownSettings(dataDir: string): Promise<Record<string, string>> {
  const [postgres, kafka, metrics, web] = [
    findFreePort(),
    findFreePort(),
    findFreePort(),
    findFreePort(),
  ];
  return {
    DATA_DIR: dataDir,
    LOCAL_POSTGRES_PORT: String(await postgres),
    LOCAL_KAFKA_PORT: String(await kafka),
    METRICS_PORT: String(await metrics),
    PORT: String(await web),
    DETECTIONS_PER_SECOND: '20',
  };
}

/** Runs the start command; what it prints can be waited for. */
export function runStart(settings: Record<string, string | undefined>) {
  let output = '';
  const { command, args } = startCommand();
  const child = execa(command, args, {
    cwd: ROOT,
    env: settings,
    reject: false,
    all: true,
    stdin: 'ignore',
    forceKillAfterDelay: false,
  });
  child.all.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await child;
  });
  return {
    output: () => output,
    ended: child,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    /** As a pipe whose reader has ended. */
    stopReading() {
      child.stdout.destroy();
      child.stderr.destroy();
    },
    /** Resolves with what was printed so far as soon as it matches; rejects when the command ends before. */
    async prints(pattern: RegExp, deadlineMs = BUSY_MS): Promise<string> {
      const deadline = Date.now() + deadlineMs;
      while (!pattern.test(output)) {
        if (child.exitCode !== null || child.signalCode !== null) {
          throw new Error(`ended without ${String(pattern)}:\n${output}`);
        }
        if (Date.now() > deadline) throw new Error(`no ${String(pattern)} in:\n${output}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return output;
    },
  };
}

/** Runs the start command on a terminal of its own; null where there is no `script` that makes one. */
export function runStartOnTerminal(settings: Record<string, string>): { close: () => void } | null {
  if (spawnSync('script', ['--version']).status !== 0) return null;
  const { command, args } = startCommand();
  const line = [command, ...args].map((part) => `'${part}'`).join(' ');
  const terminal = execa('script', ['--quiet', '--command', `exec ${line}`, '/dev/null'], {
    cwd: ROOT,
    env: settings,
    reject: false,
    stdin: 'ignore',
    stdout: 'ignore',
  });
  const close = () => {
    terminal.kill('SIGKILL');
  };
  onTestFinished(close);
  return { close };
}

/** Runs one of the other commands to its end. */
export function runCommand(name: string, settings: Record<string, string>) {
  return execa(process.execPath, ['--import', 'tsx', `tooling/stack/src/commands/${name}.ts`], {
    cwd: ROOT,
    env: settings,
    all: true,
    stdin: 'ignore',
  });
}

/** The pid in a record below the data folder. */
export function pidOf(dataDir: string, part: string): number {
  const record = JSON.parse(readFileSync(join(dataDir, 'run', `${part}.json`), 'utf8')) as {
    pid: number;
  };
  return record.pid;
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Fails with what the command printed, for whoever looks for the cause. */
export async function eventuallyOf<T>(
  start: { output: () => string },
  what: string,
  attempt: () => Promise<T | null> | T | null,
): Promise<T> {
  try {
    return await eventually(what, attempt);
  } catch (error) {
    throw new Error(`${String(error)}\n${start.output()}`, { cause: error });
  }
}

/** Detections that the indexer of these settings has committed since its start. */
export async function indexedBy(settings: Record<string, string>): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${settings.METRICS_PORT ?? ''}/metrics`);
  const [, count] =
    /^intellisite_detections_indexed_total(?:\{[^}]*\})? (\d+)/m.exec(await response.text()) ?? [];
  return Number(count);
}
