import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findFreePort } from '../src/ports.ts';
import { startLocalPostgres } from '../src/postgres/local-postgres.ts';
import { isRunning, temporaryFolder } from './support.ts';

test('a stale pid file that names a living stranger neither stops Postgres nor hurts the stranger', async () => {
  const dataDir = temporaryFolder();
  const port = await findFreePort();
  const first = await startLocalPostgres({ dataDir, port, fsync: false });
  const pidFile = join(dataDir, 'postgres', 'data', 'postmaster.pid');
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  await first.kill();
  const stranger = spawn('sleep', ['60']);
  onTestFinished(() => {
    stranger.kill('SIGKILL');
  });
  writeFileSync(pidFile, [String(stranger.pid), ...lines.slice(1)].join('\n'));

  const second = await startLocalPostgres({ dataDir, port, fsync: false });
  expect(isRunning(stranger.pid ?? 0)).toBe(true);
  await second.stop();
}, 60_000);
