import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const PROGRAM = fileURLToPath(new URL('./fixtures/service.ts', import.meta.url));

interface Run {
  process: ChildProcess;
  line: (part: string) => Promise<string>;
  exit: Promise<number | null>;
  output: () => string;
}

function run(behaviour: string): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, behaviour]);
  let output = '';
  const waiting: { part: string; resolve: (line: string) => void }[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      output += `${line}\n`;
      for (const waiter of waiting) if (line.includes(waiter.part)) waiter.resolve(line);
    });
  }
  return {
    process: child,
    line: (part) =>
      new Promise((resolve) => {
        if (output.includes(part)) resolve(part);
        else waiting.push({ part, resolve });
      }),
    exit: once(child, 'close').then(([code]) => code as number | null),
    output: () => output,
  };
}

describe('a service', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('stops on %s and exits with 0', async (signal) => {
    const service = run('well');
    await service.line('started');
    service.process.kill(signal);
    expect(await service.exit).toBe(0);
    expect(service.output()).toContain('stopped');
  });

  it('stops also while it is still starting', async () => {
    const service = run('slow-start');
    await service.line('starting');
    service.process.kill('SIGTERM');
    expect(await service.exit).toBe(0);
  });

  it('exits with 1 when it cannot stop in time', async () => {
    const service = run('never-stops');
    await service.line('started');
    service.process.kill('SIGTERM');
    expect(await service.exit).toBe(1);
    expect(service.output()).toContain('not stopped after');
  });

  it('prints wrong settings alone, and exits with 78', async () => {
    const service = run('wrong-settings');
    expect(await service.exit).toBe(78);
    expect(service.output()).toBe('test: Wrong settings:\n  PORT is not set\n');
  });

  it('stops in order and exits with 1 after an error that nobody caught', async () => {
    const service = run('rejects');
    expect(await service.exit).toBe(1);
    expect(service.output()).toContain('lost promise');
    expect(service.output()).toContain('stopped');
  });

  it('exits with 0 when its work is done', async () => {
    expect(await run('finishes').exit).toBe(0);
  });
});
