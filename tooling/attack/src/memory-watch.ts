import { residentBytes } from '@intellisite/bench';

const EVERY_MS = 200;

/** The most resident memory of a process until it is stopped, in bytes; null where it cannot be known. */
export function watchMemory(pid: number): { stop(): number | null } {
  let highest = residentBytes(pid)?.now ?? null;
  const timer = setInterval(() => {
    const now = residentBytes(pid)?.now;
    if (now !== undefined && highest !== null) highest = Math.max(highest, now);
  }, EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return highest;
    },
  };
}
