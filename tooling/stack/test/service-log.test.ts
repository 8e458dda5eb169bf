import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createServiceLog } from '../src/start/service-log.ts';
import { mountSmall } from './support.ts';

test('a log that grew too long is cut also where there is no room for its copy', (context) => {
  const folder = mountSmall('size=16m');
  if (folder === null) {
    context.skip('this user may not mount a file system');
    return;
  }
  const file = join(folder, 'indexer.log');
  const log = createServiceLog(file, () => undefined);
  log.start();
  onTestFinished(() => {
    log.stop();
  });
  writeFileSync(file, `${'x'.repeat(999)}\n`.repeat(10_600));
  // What its timer does, where nobody would catch what it throws.
  log.flush();
  expect(statSync(file).size).toBe(0);
  expect(existsSync(`${file}.1`)).toBe(false);
});
