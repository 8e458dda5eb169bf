import { fork } from 'node:child_process';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A program in a process of its own, which answers each question with one message. */
export interface Child {
  pid: number;
  /** Rejects when the process ends instead. */
  ask<Answer>(question: object): Promise<Answer>;
  stop(): Promise<void>;
}

export function startChild(program: URL): Child {
  const file = fileURLToPath(program);
  const child = fork(file, [], { execArgv: ['--import', 'tsx'], serialization: 'advanced' });
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  return {
    pid: child.pid ?? 0,
    async ask(question) {
      const answered = new Promise<unknown>((resolve) => child.once('message', resolve));
      child.send(question);
      const ended = exited.then((code): never => {
        throw new Error(`${basename(file)} ended with code ${String(code)}.`);
      });
      return (await Promise.race([answered, ended])) as never;
    },
    async stop() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
