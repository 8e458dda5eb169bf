import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { createLogger } from '../src/index.ts';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  write(createLogger({ name: 'test', level: 'info', pretty: false, stream }));
  return chunks.join('');
}

it('writes one line of JSON with the level as a word and the time in UTC', () => {
  const line = logged((logger) => {
    logger.info({ partition: 2 }, 'indexing');
  });
  expect(JSON.parse(line)).toMatchObject({
    level: 'info',
    name: 'test',
    partition: 2,
    msg: 'indexing',
    time: expect.stringMatching(/Z$/) as string,
  });
});

it('never shows secrets, nor credentials in the message of an error', () => {
  const lines = logged((logger) => {
    logger.info({ password: 'hunter2', user: { token: 'hunter3' } }, 'settings');
    logger.warn({ err: new Error('cannot reach postgres://me:hunter4@host/db') }, 'failed');
  });
  expect(lines).not.toMatch(/hunter\d/);
  expect(lines).toContain('postgres://host/db');
});

// Each write to it fails as on a full disk.
it.runIf(existsSync('/dev/full'))('keeps a program going when its lines have no room', async () => {
  const output = openSync('/dev/full', 'w');
  const program = join(import.meta.dirname, 'fixtures/logging.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program], {
    stdio: ['ignore', output, 'pipe'],
  });
  closeSync(output);
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  expect(said).toBe('goes on\n');
  expect(exitCode).toBe(0);
});
