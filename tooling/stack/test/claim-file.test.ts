import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { claimFile } from '../src/process/claim-file.ts';
import type { Claimant } from './fixtures/claimant.ts';
import { temporaryFolder } from './support.ts';

const FILES = 300;
/** As many as there are cores on a small machine: the others would run after them. */
const CLAIMANTS = ['first', 'second'];

const isHeld = (content: string): boolean => content.endsWith(' lives');

async function race(files: string[]): Promise<boolean[][]> {
  const shared = new SharedArrayBuffer(FILES * Int32Array.BYTES_PER_ELEMENT);
  const racing = CLAIMANTS.map(async (name) => {
    const workerData: Claimant = {
      name,
      files,
      arrivals: new Int32Array(shared),
      claimants: CLAIMANTS.length,
    };
    const worker = new Worker(join(import.meta.dirname, 'fixtures/claimant.ts'), {
      workerData,
      execArgv: ['--import', 'tsx'],
    });
    const [got] = (await once(worker, 'message')) as [boolean[]];
    await worker.terminate();
    return got;
  });
  return await Promise.all(racing);
}

test.each([
  ['nobody had before', null],
  ['somebody had who is dead', 'somebody is dead'],
  ['has a record that was cut short', ''],
])('of those who claim a file at once that %s, one has it', async (_, before) => {
  const folder = temporaryFolder();
  const files = Array.from({ length: FILES }, (__, index) => join(folder, String(index)));
  if (before !== null) for (const file of files) writeFileSync(file, before);

  const got = await race(files);
  const owners = files.map((__, index) => CLAIMANTS.filter((___, who) => got[who]?.[index]));
  expect(owners.filter(({ length }) => length !== 1)).toEqual([]);
  expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(
    owners.map(([owner]) => `${owner ?? 'nobody'} lives`),
  );
  // Nothing but the claims themselves.
  expect(readdirSync(folder)).toHaveLength(FILES);
});

test('who was killed while it took over from the dead keeps nobody from doing so', () => {
  const file = join(temporaryFolder(), 'claim');
  writeFileSync(file, 'one is dead');
  const turn = `${file}.after-${createHash('sha256').update('one is dead').digest('hex')}`;
  writeFileSync(turn, 'two is dead');
  expect(claimFile(file, 'three lives', isHeld)).toBeNull();
  expect(readFileSync(file, 'utf8')).toBe('three lives');
});

test('who comes while another takes over from the dead hears of that one', () => {
  const file = join(temporaryFolder(), 'claim');
  writeFileSync(file, 'one is dead');
  const turn = `${file}.after-${createHash('sha256').update('one is dead').digest('hex')}`;
  writeFileSync(turn, 'two lives');
  expect(claimFile(file, 'three lives', isHeld)).toBe('two lives');
  expect(readFileSync(file, 'utf8')).toBe('one is dead');
});
