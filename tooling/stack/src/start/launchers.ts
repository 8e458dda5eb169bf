import { commandLineOf, parentOf, processIdentity } from '../process/process-identity.ts';

const LAUNCHER = /\b(npx|npm|pnpm)\b/;
/** Of a package script, or of a program that the package manager has put into the path. */
const SHELL = /^(\/bin\/)?(sh|bash|dash) (-c |\S*\/node_modules\/\.bin\/)/;
const LOOK_EVERY_MS = 500;

/**
 * Calls `onGone` when one of the programs that ran this one (npx, pnpm, the shells in between)
 * ends before it: whoever signals only the outermost of them means all of it.
 */
export function watchLaunchers(onGone: () => void): () => void {
  const launchers: { pid: number; identity: string | null }[] = [];
  for (let pid = parentOf(process.pid); pid !== null && pid > 1; pid = parentOf(pid)) {
    const commandLine = commandLineOf(pid);
    if (!LAUNCHER.test(commandLine) && !SHELL.test(commandLine)) break;
    launchers.push({ pid, identity: processIdentity(pid) });
  }
  const timer = setInterval(() => {
    if (launchers.every(({ pid, identity }) => processIdentity(pid) === identity)) return;
    clearInterval(timer);
    onGone();
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}
