import { commandLineOf, parentOf, processIdentity } from '../process/process-identity.ts';

const LAUNCHER = /\b(npx|npm|pnpm)\b/;
const SHELL_OF_SCRIPT = /^(\/bin\/)?(sh|bash|dash) -c /;
const LOOK_EVERY_MS = 500;

/**
 * Calls `onGone` when one of the programs that ran this one (npx, pnpm, the shell of a package script)
 * ends before it: whoever signals only the outermost of them means all of it.
 */
export function watchLaunchers(onGone: () => void): () => void {
  const launchers: { pid: number; identity: string | null }[] = [];
  for (let pid = parentOf(process.pid); pid !== null && pid > 1; pid = parentOf(pid)) {
    const commandLine = commandLineOf(pid);
    if (!LAUNCHER.test(commandLine) && !SHELL_OF_SCRIPT.test(commandLine)) break;
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
