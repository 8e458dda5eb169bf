import { basename } from 'node:path';
import { forkProgram } from './fork-program.ts';

/** A program in a process of its own, which answers each question with one message. */
export interface Child {
  pid: number;
  /** Rejects when the process ends instead. */
  ask<Answer>(question: object): Promise<Answer>;
  stop(): Promise<void>;
}

export function startChild(program: URL): Child {
  const child = forkProgram(program);
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  return {
    pid: child.pid ?? 0,
    async ask(question) {
      const answered = new Promise<unknown>((resolve) => child.once('message', resolve));
      child.send(question);
      const ended = exited.then((code): never => {
        throw new Error(`${basename(program.pathname)} ended with code ${String(code)}.`);
      });
      return (await Promise.race([answered, ended])) as never;
    },
    async stop() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
