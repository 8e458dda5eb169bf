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
  const text = logged((logger) => {
    logger.info({ password: 'hunter2', user: { token: 'hunter3' } }, 'settings');
    logger.warn({ err: new Error('cannot reach postgres://me:hunter4@host/db') }, 'failed');
  });
  expect(text).not.toMatch(/hunter\d/);
  expect(text).toContain('postgres://host/db');
});
