import { spawnSync } from 'node:child_process';
import { chownSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDataDir } from '../src/data-dir.ts';
import { fetchJars } from '../src/java/jars.ts';
import { BROKER } from '../src/kafka/broker-program.ts';
import { mountSmall, ownSettings, runStart, temporaryFolder } from './support.ts';

const isRoot = process.getuid?.() === 0;

async function refusal(settings: Record<string, string | undefined>): Promise<string> {
  const start = runStart(settings);
  const { exitCode } = await start.ended;
  expect(exitCode).not.toBe(0);
  const lines = start.output().trim().split('\n');
  const said = lines.filter(
    (line) => !/^(starting|stopping|creating|building|formatting|applying)/.test(line),
  );
  return said.join('\n');
}

describe('the start command says in one line what is wrong', { timeout: 180_000 }, () => {
  test('a taken port, by the setting that moves it', async () => {
    const settings = await ownSettings(temporaryFolder());
    for (const name of ['LOCAL_POSTGRES_PORT', 'LOCAL_KAFKA_PORT', 'METRICS_PORT', 'PORT']) {
      const taken = createServer().listen(Number(settings[name]), '127.0.0.1');
      const said = await refusal(settings);
      taken.close();
      expect(said).toMatch(new RegExp(`^Port ${settings[name] ?? ''} .* is taken.*${name}.*$`));
    }
  });

  test('every wrong setting of its own, before anything starts', async () => {
    const said = await refusal({
      ...(await ownSettings(temporaryFolder())),
      LOCAL_KAFKA_PORT: 'ninety',
      LOG_LEVEL: 'loud',
    });
    expect(said).toMatch(/LOCAL_KAFKA_PORT "ninety": expected a port/);
    expect(said).toMatch(/LOG_LEVEL "loud": expected one of/);
  });

  test('a wrong setting of a service, instead of starting it for ever', async () => {
    const settings = await ownSettings(temporaryFolder());
    const said = await refusal({ ...settings, ON_OFFSET_GAP: 'maybe' });
    expect(said).toMatch(/ON_OFFSET_GAP "maybe"/);
  });

  test('a first password that is easy to guess, without saying it', async () => {
    const settings = await ownSettings(temporaryFolder());
    const said = await refusal({ ...settings, ADMIN_PASSWORD: 'Football2026!' });
    expect(said).toMatch(
      /ADMIN_PASSWORD \(not shown\): This password is among the most common ones/,
    );
    expect(said).not.toContain('Football2026!');
  });

  test('a database that does not answer, without its password', async () => {
    const said = await refusal({
      ...(await ownSettings(temporaryFolder())),
      DATABASE_URL: 'postgres://user:password@127.0.0.1:1/vehicles',
      KAFKA_BROKERS: '127.0.0.1:1',
    });
    expect(said).toBe(
      'The database 127.0.0.1:1/vehicles cannot be used: connect ECONNREFUSED 127.0.0.1:1. Check DATABASE_URL, and that its server runs.',
    );
  });

  test('a missing Java, with what to do', async () => {
    const bin = temporaryFolder();
    for (const tool of ['sh', 'id', 'ps', 'useradd']) {
      const path = spawnSync('sh', ['-c', `command -v ${tool}`], {
        encoding: 'utf8',
      }).stdout.trim();
      if (path !== '') symlinkSync(path, join(bin, tool));
    }
    const settings = await ownSettings(temporaryFolder());
    const said = await refusal({ ...settings, PATH: bin, JAVA_HOME: '' });
    expect(said).toMatch(/needs Java 17 or newer.*Install it .*or set KAFKA_BROKERS/);
  });

  test('a missing Maven, with what to do', async () => {
    const folder = temporaryFolder();
    cpSync(join(BROKER.folder, 'pom.xml'), join(folder, 'pom.xml'));
    const path = process.env.PATH;
    process.env.PATH = folder;
    onTestFinished(() => {
      process.env.PATH = path;
    });
    await expect(fetchJars({ ...BROKER, folder }, () => undefined)).rejects.toThrow(
      /fetched with Maven, which is not on the PATH\. Install it .*or set KAFKA_BROKERS/,
    );
  });

  test('a data folder that is a file', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => openDataDir(file)).toThrow(/Cannot use the data folder .*Set DATA_DIR/);
    expect(() => openDataDir(join(file, 'below'))).toThrow(/a part of its path is a file/);
  });

  test.runIf(isRoot)("another user's data folder", () => {
    const folder = temporaryFolder();
    chownSync(folder, 12_345, 12_345);
    expect(() => openDataDir(folder)).toThrow(/belongs to another user \(uid 12345/);
  });

  test('a read-only and a full file system', async (context) => {
    const readOnly = mountSmall('size=1m,ro');
    const full = mountSmall('size=24m');
    if (readOnly === null || full === null) {
      context.skip('this user may not mount a file system');
      return;
    }
    const settings = await ownSettings(join(readOnly, 'data'));
    expect(await refusal(settings)).toMatch(/read-only file system\. Set DATA_DIR/);
    mkdirSync(join(full, 'data'));
    expect(await refusal({ ...settings, DATA_DIR: join(full, 'data') })).toMatch(
      /the disk is full\. Free some space, or set DATA_DIR/,
    );
  });
});
