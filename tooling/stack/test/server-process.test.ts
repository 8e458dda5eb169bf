import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@intellisite/service/testing';
import { expect, test } from 'vitest';
import { commandLineOf } from '../src/process/process-identity.ts';
import { startServerProcess } from '../src/process/server-process.ts';
import { temporaryFolder } from './support.ts';

test('a server of which no record can be written does not go on running', async () => {
  const dataDir = temporaryFolder();
  const mark = randomUUID();
  const starting = startServerProcess({
    name: 'Server',
    command: process.execPath,
    args: ['-e', 'setTimeout(() => {}, 300_000)', mark],
    cwd: dataDir,
    env: {},
    outputFile: join(dataDir, 'output'),
    stopSignal: 'SIGTERM',
    orphanSignal: 'SIGTERM',
    recordFile: join(dataDir, 'no such folder', 'record.json'),
    dataDir,
  });
  await expect(starting).rejects.toThrow('ENOENT');
  const isThere = (): boolean =>
    readdirSync('/proc').some((entry) => commandLineOf(Number(entry)).endsWith(mark));
  await eventually('it has ended', () => (isThere() ? null : true));
});
