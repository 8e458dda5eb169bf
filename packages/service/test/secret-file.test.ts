import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { keepSecretFile, readSecretFile, writeSecretFile } from '../src/index.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'intellisite-secret-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

it('keeps the first secret, readable by its owner alone, in a folder that it makes', () => {
  const folder = join(temporaryFolder(), 'data');
  const file = join(folder, 'secret');
  expect(keepSecretFile(file, () => 'first')).toBe('first');
  expect(keepSecretFile(file, () => 'second')).toBe('first');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(readdirSync(folder)).toEqual(['secret']);
});

it('gives processes that begin at once the same secret', async () => {
  const file = join(temporaryFolder(), 'secret');
  const program = `import { keepSecretFile } from ${JSON.stringify(join(import.meta.dirname, '../src/secret-file.ts'))};
    console.log(keepSecretFile(${JSON.stringify(file)}, () => String(process.pid)));`;
  const run = () =>
    promisify(execFile)(process.execPath, [
      '--import',
      'tsx',
      '--input-type=module',
      '-e',
      program,
    ]);
  const outputs = await Promise.all([run(), run(), run(), run()]);
  expect(new Set(outputs.map(({ stdout }) => stdout)).size).toBe(1);
});

it('replaces a secret whole', () => {
  const file = join(temporaryFolder(), 'secret');
  expect(readSecretFile(file)).toBeNull();
  writeSecretFile(file, 'one');
  writeSecretFile(file, 'two');
  expect(readSecretFile(file)).toBe('two');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
