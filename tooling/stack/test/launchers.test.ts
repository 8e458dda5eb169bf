import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import { ROOT } from '../src/root.ts';
import { temporaryFolder } from './support.ts';

const PROGRAM = join(import.meta.dirname, 'fixtures/launched.ts');
/** No shell replaces itself by a program that is not the last thing in it. */
const RUN = `"${process.execPath}" --import tsx "${PROGRAM}"; exit $?`;

/** What the package manager puts into the path for a program that is no script. */
function shim(): string {
  const file = join(temporaryFolder(), 'node_modules/.bin/node');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, RUN);
  return file;
}

test.each([
  ['the shell of a package script', () => ['-c', RUN]],
  ['the shell that stands for Node', () => [shim()]],
])('what was started ends with %s', async (_, argumentsOf) => {
  const shell = execa('sh', argumentsOf(), { cwd: ROOT, stdin: 'ignore', reject: false });
  // Its output ends with the last process that writes to it.
  const { stdout } = shell;
  let output = '';
  const ended = new Promise((resolve) => stdout.once('end', resolve));
  const watching = new Promise<void>((resolve) => {
    stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('watching')) resolve();
    });
  });
  onTestFinished(() => {
    shell.kill('SIGKILL');
  });
  await watching;
  shell.kill('SIGKILL');
  await ended;
  expect(output).toBe('watching\ngone\n');
});
