import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ContenderOutcome, ContenderTask } from './contender-process.ts';
import type { Result, Servers } from './result.ts';
import { countServerCpu } from './server-usage.ts';

const PROGRAM = fileURLToPath(new URL('contender-process.ts', import.meta.url));

/** Runs a contender in a process of its own. */
export async function runContender(servers: Servers, task: ContenderTask): Promise<Result> {
  const serverCpu = countServerCpu(servers);
  const child = fork(PROGRAM, [], { execArgv: ['--import', 'tsx'] });
  const outcome = await new Promise<ContenderOutcome>((resolve, reject) => {
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`The contender ${task.contender} ended with code ${String(code)}.`));
    });
    child.send(task);
  });
  return {
    seconds: outcome.seconds,
    cpu: { client: outcome.cpuSeconds, ...serverCpu() },
    residentBytes: null,
    alertSeconds: null,
  };
}
