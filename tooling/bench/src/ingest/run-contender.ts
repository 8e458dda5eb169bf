import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ContenderOutcome, ContenderTask } from './contender-process.ts';
import type { Result, Servers } from './result.ts';
import { countServerCpu } from './server-usage.ts';

const PROGRAM = fileURLToPath(new URL('contender-process.ts', import.meta.url));

/** Runs a contender in a process of its own. */
export async function runContender(servers: Servers, task: ContenderTask): Promise<Result> {
  const serverCpu = countServerCpu(servers);
  const child = fork(PROGRAM, [], { execArgv: ['--import', 'tsx'] });
  const exited = once(child, 'exit');
  const outcome = await new Promise<ContenderOutcome>((resolve, reject) => {
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`The contender ${task.contender} ended with code ${String(code)}.`));
    });
    child.send(task);
  });
  const cpu = { client: outcome.cpuSeconds, ...serverCpu() };
  // Its connections are closed then: its database is dropped next.
  await exited;
  return {
    seconds: outcome.seconds,
    cpu,
    residentBytes: null,
    alertSeconds: null,
  };
}
