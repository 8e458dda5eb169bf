import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const endWithParent = new URL('end-with-parent.ts', import.meta.url).href;

/** Runs a TypeScript program in a process of its own, which does not outlive this one. */
export function forkProgram(program: URL): ChildProcess {
  return fork(fileURLToPath(program), [], {
    execArgv: ['--import', 'tsx', '--import', endWithParent],
    serialization: 'advanced',
  });
}
