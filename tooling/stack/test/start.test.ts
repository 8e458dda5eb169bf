import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@intellisite/service/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { findFreePort } from '../src/ports.ts';
import { startLocalPostgres } from '../src/postgres/local-postgres.ts';
import { build } from '../src/start/build.ts';
import { prolongRecovery } from './long-recovery.ts';
import {
  eventuallyOf,
  indexedBy,
  isRunning,
  ownSettings,
  pidOf,
  runCommand,
  runStart,
  runStartOnTerminal,
  temporaryFolder,
} from './support.ts';

const READY = /^Intellisite is ready at http:\/\/localhost:\d+$/m;
const PARTS = ['indexer', 'web', 'producer', 'kafka', 'postgres'];

function passwordIn(dataDir: string): string {
  return readFileSync(join(dataDir, 'admin-password'), 'utf8').trim();
}

/** Answers the status. */
async function logIn(settings: Record<string, string>, password: string): Promise<number> {
  const { status } = await fetch(`http://127.0.0.1:${settings.PORT ?? ''}/login`, {
    method: 'POST',
    body: new URLSearchParams({ username: 'admin', password }),
  });
  return status;
}

/** One that has come to index what its producer sends. */
async function startIndexing(
  settings: Record<string, string>,
): Promise<ReturnType<typeof runStart>> {
  const start = runStart(settings);
  await start.prints(READY);
  await eventuallyOf(start, 'something is indexed', async () =>
    (await indexedBy(settings)) > 0 ? true : null,
  );
  return start;
}

// What a start builds is no part of what is waited for below.
beforeAll(() => build('build'), 300_000);

describe('the start command', { timeout: 400_000 }, () => {
  test('brings back each part that is killed, and ends all of them on SIGTERM', async () => {
    const dataDir = temporaryFolder();
    const settings = await ownSettings(dataDir);
    const start = await startIndexing(settings);

    for (const part of PARTS) {
      const killed = pidOf(dataDir, part);
      process.kill(killed, 'SIGKILL');
      await start.prints(new RegExp(`${part} ended \\(.*starting it again`, 'i'));
      await eventuallyOf(start, `${part} is back`, () =>
        pidOf(dataDir, part) === killed ? null : true,
      );
    }
    const before = await eventuallyOf(start, 'the indexer says how much it has indexed', () =>
      indexedBy(settings),
    );
    await eventuallyOf(start, 'more is indexed', async () =>
      (await indexedBy(settings)) > before + 20 ? true : null,
    );

    const pids = PARTS.map((part) => pidOf(dataDir, part));
    start.kill('SIGTERM');
    const { exitCode } = await start.ended;
    expect(exitCode).toBe(0);
    expect(pids.filter(isRunning)).toEqual([]);
  });

  test('says that it is ready but for Kafka, when Kafka does not answer, and ends as easily', async () => {
    const settings = await ownSettings(temporaryFolder());
    const nobody = `127.0.0.1:${String(await findFreePort())}`;
    const start = runStart({ ...settings, KAFKA_BROKERS: nobody, DETECTIONS_PER_SECOND: '0' });
    const output = await start.prints(/Intellisite is ready at .*$/m);
    expect(output).toMatch(/ready at \S+, except for this: .*Kafka/);
    expect(await logIn(settings, passwordIn(settings.DATA_DIR ?? ''))).toBe(200);
    start.kill('SIGTERM');
    expect((await start.ended).exitCode).toBe(0);
  });

  test('ends in order when nobody reads any more what it says', async () => {
    const dataDir = temporaryFolder();
    const start = runStart(await ownSettings(dataDir));
    await start.prints(READY);
    const pids = PARTS.map((part) => pidOf(dataDir, part));
    start.stopReading();
    start.kill('SIGTERM');
    expect((await start.ended).exitCode).toBe(0);
    expect(pids.filter(isRunning)).toEqual([]);
  });

  test('ends in order when its terminal is closed', async (context) => {
    const dataDir = temporaryFolder();
    const terminal = runStartOnTerminal(await ownSettings(dataDir));
    if (terminal === null) {
      context.skip('there is no program that makes a terminal');
      return;
    }
    const claim = join(dataDir, 'run', 'start.json');
    const pids = await eventually('all parts run', () => PARTS.map((part) => pidOf(dataDir, part)));
    const start = pidOf(dataDir, 'start');
    terminal.close();
    await eventually('it has ended', () => (isRunning(start) ? null : true));
    expect(pids.filter(isRunning)).toEqual([]);
    // Only whoever stops in order takes it away.
    expect(existsSync(claim)).toBe(false);
  });

  test('ends each of its services in order while Kafka hangs', async () => {
    const dataDir = temporaryFolder();
    const settings = await ownSettings(dataDir);
    const start = await startIndexing(settings);
    process.kill(pidOf(dataDir, 'kafka'), 'SIGSTOP');
    start.kill('SIGTERM');
    expect((await start.ended).exitCode).toBe(0);
    for (const service of ['indexer', 'web', 'producer']) {
      const log = readFileSync(join(dataDir, 'logs', `${service}.log`), 'utf8');
      expect(log).toContain('"msg":"stopping"');
      expect(log).not.toMatch(/not stopped after|stopping failed/);
    }
  });

  test('says that Postgres recovers, and ends soon meanwhile', async () => {
    const dataDir = temporaryFolder();
    const settings = await ownSettings(dataDir);
    const port = Number(settings.LOCAL_POSTGRES_PORT);
    const before = await startLocalPostgres({ dataDir, port, fsync: false, replication: true });
    await before.kill();
    prolongRecovery(dataDir);
    const start = runStart(settings);
    await start.prints(/^Postgres recovers/m);
    const recovering = pidOf(dataDir, 'postgres');
    start.kill('SIGTERM');
    expect((await start.ended).exitCode).toBe(0);
    expect(isRunning(recovering)).toBe(false);
  });

  test('leaves nothing behind when it is killed, and the next start goes on with the same data', async () => {
    const dataDir = temporaryFolder();
    const settings = await ownSettings(dataDir);
    const first = runStart(settings);
    await first.prints(/indexed [1-9]/);
    const pids = PARTS.map((part) => pidOf(dataDir, part));
    process.kill(pidOf(dataDir, 'start'), 'SIGKILL');
    await eventually('all parts have ended', () => (pids.some(isRunning) ? null : true));

    const second = runStart(settings);
    await second.prints(READY);
    const output = await second.prints(/indexed [\d,]+/);
    expect(Number(/indexed ([\d,]+)/.exec(output)?.[1]?.replaceAll(',', ''))).toBeGreaterThan(0);
  });

  test('says once where the first password is, never what it is, and resets it on demand', async () => {
    const dataDir = temporaryFolder();
    const settings = await ownSettings(dataDir);
    const first = runStart(settings);
    await first.prints(/Sign in as admin with the password in .*admin-password/);
    const password = passwordIn(dataDir);
    expect(statSync(join(dataDir, 'admin-password')).mode & 0o777).toBe(0o600);
    expect(await logIn(settings, password)).toBe(200);
    const log = readFileSync(join(dataDir, 'logs', 'web.log'), 'utf8');
    for (const text of [first.output(), log]) expect(text).not.toContain(password);
    first.kill('SIGTERM');
    await first.ended;

    const second = runStart(settings);
    await second.prints(READY);
    await second.prints(/indexed/);
    expect(second.output()).not.toContain('Sign in as');
    const { all } = await runCommand('admin-reset', settings);
    expect(all).toMatch(/Sign in as admin with the password in .*admin-password/);
    expect(all).not.toContain(passwordIn(dataDir));
    expect(await logIn(settings, password)).toBe(401);
    expect(await logIn(settings, passwordIn(dataDir))).toBe(200);
  });

  test('runs twice beside each other, but refuses a second time on the same data folder', async () => {
    const dataDir = temporaryFolder();
    const settings = await ownSettings(dataDir);
    const one = runStart(settings);
    const other = runStart(await ownSettings(temporaryFolder()));
    await Promise.all([one.prints(READY), other.prints(READY)]);
    const again = runStart({ ...(await ownSettings(dataDir)) });
    const { exitCode } = await again.ended;
    expect(exitCode).toBe(1);
    expect(again.output()).toMatch(/already runs on the data folder .* \(pid \d+\)\. End it first/);
  });
});
