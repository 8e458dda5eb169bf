import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Ends a process when this one dies without ending it, even by SIGKILL: a shell waits on a pipe that closes
 * with us. It ignores the terminal's signals and lives in a session of its own.
 */
const SCRIPT = `
trap '' INT TERM HUP QUIT
read -r released && exit 0
kill -s "$2" "$1" 2>/dev/null
tries=0
while kill -0 "$1" 2>/dev/null && [ "$tries" -lt 120 ]; do sleep 0.1; tries=$((tries + 1)); done
kill -s KILL "$1" 2>/dev/null
[ -z "$3" ] || rm -rf -- "$3"
`;

export interface Watchdog {
  /** The process has ended, or may live on. */
  release(): void;
}

/** `removes`: a folder that is of no use without the process. */
export function watch(
  pid: number,
  { signal, removes = '' }: { signal: NodeJS.Signals; removes?: string | undefined },
): Watchdog {
  const shell = spawn(
    '/bin/sh',
    ['-c', SCRIPT, 'intellisite-watchdog', String(pid), signal.replace('SIG', ''), removes],
    { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' },
  );
  // A watchdog that cannot start or was killed takes nothing from what it watches.
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  return { release: () => shell.stdin.end('released\n') };
}
