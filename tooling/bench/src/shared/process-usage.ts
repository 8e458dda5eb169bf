import { readFileSync } from 'node:fs';

/** USER_HZ: the unit of the times in /proc, the same on every Linux. */
const TICKS_PER_SECOND = 100;

/** CPU seconds of a process, without its children; null where it cannot be known (no /proc). */
export function cpuSeconds(pid: number): number | null {
  return times(pid)?.own ?? null;
}

/** CPU seconds of a process and of all its children, those that have ended included. */
export function treeCpuSeconds(pid: number): number | null {
  const root = times(pid);
  if (!root) return null;
  const children = childrenOf(pid).map((child) => treeCpuSeconds(child) ?? 0);
  return root.own + root.endedChildren + children.reduce((sum, seconds) => sum + seconds, 0);
}

/** Resident memory in bytes, now and at its highest; null where it cannot be known. */
export function residentBytes(pid: number): { now: number; highest: number } | null {
  const status = read(`/proc/${String(pid)}/status`);
  const kilobytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status ?? '')?.[1] ?? NaN) * 1_024;
  const resident = { now: kilobytes('VmRSS'), highest: kilobytes('VmHWM') };
  return Number.isNaN(resident.now) ? null : resident;
}

function times(pid: number): { own: number; endedChildren: number } | null {
  const fields = stat(pid);
  if (!fields) return null;
  const seconds = (index: number): number => Number(fields[index] ?? 0) / TICKS_PER_SECOND;
  return { own: seconds(11) + seconds(12), endedChildren: seconds(13) + seconds(14) };
}

/** The fields of /proc/PID/stat from the third (state, parent, ...) on: the second may hold spaces. */
function stat(pid: number): string[] | null {
  const line = read(`/proc/${String(pid)}/stat`);
  return line === null ? null : line.slice(line.lastIndexOf(')') + 2).split(' ');
}

function childrenOf(pid: number): number[] {
  const children = read(`/proc/${String(pid)}/task/${String(pid)}/children`);
  return (children ?? '').split(' ').filter(Boolean).map(Number);
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
