import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@intellisite/service/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findFreePort } from '../src/ports.ts';
import { startLocalPostgres } from '../src/postgres/local-postgres.ts';
import { prolongRecovery } from './long-recovery.ts';
import { isRunning, pidOf, temporaryFolder } from './support.ts';

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

describe('a Postgres that recovers from a crash', { timeout: 120_000 }, () => {
  /** Far less than the recovery takes. */
  const silenceMs = 2_000;

  async function crashed() {
    const dataDir = temporaryFolder();
    const said: string[] = [];
    const options = {
      dataDir,
      port: await findFreePort(),
      fsync: false,
      replication: true,
      silenceMs,
      onProgress: (message: string) => void said.push(message),
    };
    const postgres = await startLocalPostgres(options);
    onTestFinished(() => postgres.stop());
    await postgres.kill();
    const finishRecovery = prolongRecovery(dataDir);
    const untilItRecovers = () =>
      eventually('it says that it recovers', () =>
        said.some((message) => message.startsWith('Postgres recovers')) ? true : null,
      );
    return { dataDir, options, postgres, finishRecovery, untilItRecovers };
  }

  test('is waited for, however long that takes', async () => {
    const { dataDir, options, finishRecovery, untilItRecovers } = await crashed();
    const starting = startLocalPostgres(options);
    await untilItRecovers();
    const recovering = pidOf(dataDir, 'postgres');
    const begun = performance.now();
    await eventually('it has recovered for longer than it may be silent', () =>
      performance.now() - begun > 2 * silenceMs ? true : null,
    );
    finishRecovery();
    const postgres = await starting;
    onTestFinished(() => postgres.stop());
    expect(postgres.pid()).toBe(recovering);
  });

  test('is waited for also when it is started again, and says so meanwhile', async () => {
    const { postgres, finishRecovery, untilItRecovers } = await crashed();
    const restarting = postgres.restart();
    await untilItRecovers();
    expect(postgres.isRecovering()).toBe(true);
    finishRecovery();
    await restarting;
    expect(postgres.isRecovering()).toBe(false);
  });

  test('ends as soon as its start is given up', async () => {
    const { dataDir, options, untilItRecovers } = await crashed();
    const givingUp = new AbortController();
    const starting = startLocalPostgres({ ...options, signal: givingUp.signal });
    await untilItRecovers();
    const recovering = pidOf(dataDir, 'postgres');
    givingUp.abort(new Error('given up'));
    await expect(starting).rejects.toThrow('given up');
    expect(isRunning(recovering)).toBe(false);
  });

  test('ends when it is stopped while it is started again', async () => {
    const { dataDir, postgres, untilItRecovers } = await crashed();
    const restarting = postgres.restart().catch((error: unknown) => error);
    await untilItRecovers();
    const recovering = pidOf(dataDir, 'postgres');
    await postgres.stop();
    expect(isRunning(recovering)).toBe(false);
    expect(await restarting).toBeInstanceOf(Error);
  });

  test('is given up when it says nothing any more', async () => {
    const { dataDir, options, untilItRecovers } = await crashed();
    const starting = startLocalPostgres(options).catch((error: unknown) => error);
    await untilItRecovers();
    const recovering = pidOf(dataDir, 'postgres');
    process.kill(recovering, 'SIGSTOP');
    expect(String(await starting)).toMatch(/Postgres did not start .*it said nothing/);
    expect(isRunning(recovering)).toBe(false);
    expect(existsSync(join(dataDir, 'run', 'postgres.json'))).toBe(false);
  });
});
