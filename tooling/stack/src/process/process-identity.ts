import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { bareEnvironment } from '../env.ts';

/**
 * What tells a process from every other that had or will have its pid: the boot and the tick at which it
 * started. `null`: no such process runs (a zombie does not run).
 */
export function processIdentity(pid: number): string | null {
  return process.platform === 'linux' ? identityFromProc(pid) : identityFromPs(pid);
}

/** The pid of the parent, `null` when there is no such process. */
export function parentOf(pid: number): number | null {
  if (process.platform === 'linux') {
    const parent = procStat(pid)?.[1];
    return parent === undefined ? null : Number(parent);
  }
  const parent = ps(pid, 'ppid=');
  return parent === null ? null : Number(parent);
}

/** The command line, its arguments joined by one space; empty when there is no such process. */
export function commandLineOf(pid: number): string {
  if (process.platform !== 'linux') return ps(pid, 'command=') ?? '';
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8')
      .replaceAll('\0', ' ')
      .trim();
  } catch {
    return '';
  }
}

function identityFromProc(pid: number): string | null {
  const stat = procStat(pid);
  const [state, , ...rest] = stat ?? [];
  const startTick = rest[17];
  if (state === undefined || state === 'Z' || state === 'X' || startTick === undefined) return null;
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${boot}/${startTick}`;
}

/** The members of /proc/PID/stat from the third (state, parent, ...): the second may contain spaces. */
function procStat(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function identityFromPs(pid: number): string | null {
  const answer = ps(pid, 'stat=,lstart=');
  return answer === null || answer.startsWith('Z') ? null : answer.replace(/^\S+\s+/, '');
}

function ps(pid: number, columns: string): string | null {
  try {
    const answer = execFileSync('ps', ['-o', columns, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: bareEnvironment(),
    }).trim();
    return answer === '' ? null : answer;
  } catch {
    return null;
  }
}
