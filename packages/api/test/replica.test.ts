import { execFileSync } from 'node:child_process';
import { createPool, type Pool } from '@intellisite/db';
import { startTestPostgres, startTestReplica, type TestPostgres } from '@intellisite/stack/testing';
import { beforeAll, expect, inject, onTestFinished, test, vi } from 'vitest';
import { createTestInstallation, type TestApi, type TestInstallation } from '../src/testing.ts';
import { call, detections, tokensFor } from './support.ts';

/** More than a block of detections, and of alerts. */
const DETECTIONS = 140_000;
const QUESTIONS = [
  '/detections?limit=3',
  '/detections?limit=3&skip=70000&order=oldest',
  '/detections?make=kia&limit=3&skip=10',
  '/detections?make=kia&source=gate-2&from=2026-01-20T00:00:00Z&limit=3',
  '/detections/65000',
  '/stats?by=model',
  '/stats?by=category&make=kia&from=2026-01-20T00:00:00Z',
  '/stats/timeline?interval=day&from=2026-01-01T00:00:00Z&to=2026-04-01T00:00:00Z&make=kia',
  '/vehicles/suggest?field=model&q=o',
  '/alerts?limit=3&skip=60000',
];
const WITHIN = { timeout: 60_000 };

let primary: TestPostgres;
let server: TestPostgres;
let installation: TestInstallation;
/** The replica's, where WAL can be held back. */
let superuser: Pool;

beforeAll(async () => {
  primary = await startTestPostgres({ postgres: { replication: true } });
  server = await startTestReplica(primary);
  superuser = createPool({ databaseUrl: server.superuserUrl, applicationName: 'test' }, 1);
  installation = await createTestInstallation({
    postgresUrl: primary.postgresUrl,
    brokers: inject('brokers'),
  });
  await installation.log.ingest(detections(DETECTIONS));
  return async () => {
    await superuser.end();
    await server.stop();
    await installation.stop();
    await primary.stop();
  };
});

interface Asked {
  api: TestApi;
  /** What it answers, in the order of the questions; each must succeed. */
  ask(questions?: readonly string[]): Promise<unknown[]>;
  /** What /ready says of the replica. */
  replica(): Promise<unknown>;
  /** Questions that the replica and the primary answered. */
  counts(): Promise<{ replica: number; primary: number }>;
}

async function startApi(readUrl?: string): Promise<Asked> {
  const changes = readUrl === undefined ? {} : { READ_DATABASE_URL: readUrl };
  const api = await installation.startApi({ changes });
  onTestFinished(() => api.stop());
  const { access_token: token } = await tokensFor(api, installation.admin);
  return {
    api,
    async ask(questions = QUESTIONS) {
      const answers = [];
      for (const question of questions) {
        const response = await call(api.url, `/api/v1${question}`, { token });
        expect(response.status, question).toBe(200);
        answers.push(await response.json());
      }
      return answers;
    },
    async replica() {
      const response = await fetch(`${api.url}/ready`);
      const { status, checks } = (await response.json()) as {
        status: string;
        checks: Record<string, unknown>;
      };
      expect(status).toBe('ready');
      return checks.replica;
    },
    async counts() {
      const metrics = await (await fetch(`${api.url}/metrics`)).text();
      const count = (name: string): number =>
        Number(new RegExp(`log_questions_total{.*server="${name}".*} (\\d+)`).exec(metrics)?.[1]);
      return { replica: count('replica'), primary: count('primary') };
    },
  };
}

/** The test's database on the replica's server. */
function readUrl(): string {
  const url = new URL(installation.databaseUrl);
  url.port = String(server.port);
  return url.href;
}

async function untilReplicaIs(reader: Asked, described: RegExp): Promise<void> {
  await vi.waitFor(async () => {
    expect(await reader.replica()).toMatch(described);
  }, WITHIN);
}

/** Starts an API that has seen its replica. */
async function startReader(): Promise<Asked> {
  const reader = await startApi(readUrl());
  await untilReplicaIs(reader, /^ok$/);
  return reader;
}

/** Applies nothing any more until the test is over. */
async function holdBack(): Promise<void> {
  await superuser.query('SELECT pg_wal_replay_pause()');
  onTestFinished(async () => {
    await superuser.query('SELECT pg_wal_replay_resume()');
  });
}

async function caughtUp(): Promise<void> {
  const { rows } = await installation.pool.query<{ at: string }>(
    'SELECT pg_current_wal_lsn()::text AS at',
  );
  await vi.waitFor(async () => {
    const { rows: there } = await superuser.query<{ reached: boolean }>(
      'SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS reached',
      [rows[0]!.at],
    );
    expect(there[0]!.reached).toBe(true);
  }, WITHIN);
}

test('a replica answers every question about the logs, and as the primary does', async () => {
  await caughtUp();
  const reader = await startReader();
  const answers = await reader.ask();
  expect(answers).toEqual(await (await startApi()).ask());
  const { replica, primary: passedOn } = await reader.counts();
  expect(replica).toBeGreaterThan(QUESTIONS.length);
  expect(passedOn).toBe(0);
});

test('what the replica has not got yet is told by the primary, at once and exactly', async () => {
  const reader = await startReader();
  await holdBack();
  const { position } = await installation.log.ingest(detections(100));
  const plain = await startApi();
  const answers = await reader.ask();
  expect(answers).toEqual(await plain.ask());
  expect(answers[0]).toMatchObject({ asOf: position, total: position });
  const before = await reader.counts();
  expect(before.replica).toBeGreaterThan(0);
  expect(before.primary).toBeGreaterThan(0);

  await superuser.query('SELECT pg_wal_replay_resume()');
  await caughtUp();
  // The rows after the last complete block were the primary's: now a newer one is the replica's.
  await vi.waitFor(async () => {
    await installation.log.ingest(detections(1));
    const { replica } = await reader.counts();
    await caughtUp();
    await reader.ask(['/detections?make=kia&limit=1']);
    expect((await reader.counts()).replica).toBeGreaterThan(replica);
  }, WITHIN);
});

test('a replica that is killed is missed by nobody, is told of, and is asked again', async () => {
  const reader = await startReader();
  await server.kill();
  onTestFinished(() => server.restart());
  const plain = await startApi();
  expect(await reader.ask()).toEqual(await plain.ask());
  await untilReplicaIs(reader, /^away, the primary answers/);
  expect(reader.api.logged.join('')).toContain('the replica is away');
  await server.restart();
  await untilReplicaIs(reader, /^ok$/);
  const fresh = await startReader();
  await fresh.ask();
  expect((await fresh.counts()).replica).toBeGreaterThan(0);
});

test('a replica that hangs keeps nobody waiting for ever', async () => {
  const reader = await startReader();
  const pids = execFileSync('pgrep', ['-P', String(server.pid())], { encoding: 'utf8' });
  const all = [server.pid(), ...pids.trim().split('\n').map(Number)];
  for (const pid of all) process.kill(pid, 'SIGSTOP');
  const plain = await startApi();
  const asked = reader.ask();
  await asked.finally(() => {
    for (const pid of all) process.kill(pid, 'SIGCONT');
  });
  expect(await asked).toEqual(await plain.ask());
  await untilReplicaIs(reader, /^ok$/);
});

test('a replica that can be looked at, and not asked, is left alone for a while', async () => {
  const reader = await startReader();
  // Before, for the while begins with the first question that fails.
  const answers = await (await startApi()).ask();
  // The lock of a migration, and what would end it there has not come.
  const migration = await installation.pool.connect();
  await migration.query('BEGIN');
  await migration.query('LOCK TABLE blocks IN ACCESS EXCLUSIVE MODE');
  await vi.waitFor(async () => {
    const { rows } = await superuser.query(
      `SELECT FROM pg_locks WHERE locktype = 'relation' AND mode = 'AccessExclusiveLock'`,
    );
    expect(rows).not.toHaveLength(0);
  }, WITHIN);
  await holdBack();
  await migration.query('ROLLBACK');
  migration.release();

  expect(await reader.ask()).toEqual(answers);
  // It is looked at several times meanwhile.
  for (const until = Date.now() + 1_500; Date.now() < until;) {
    expect(await reader.replica()).toMatch(/^away, the primary answers/);
  }
  await superuser.query('SELECT pg_wal_replay_resume()');
  await untilReplicaIs(reader, /^ok$/);
});

test('a server that follows nobody is not asked: after a failover it may hold what nobody else has', async () => {
  const reader = await startApi(installation.databaseUrl);
  await untilReplicaIs(reader, /is no replica/);
  expect(await reader.ask()).toEqual(await (await startApi()).ask());
  expect((await reader.counts()).replica).toBe(0);
});

test('a replica of another database is not asked', async () => {
  await caughtUp();
  await holdBack();
  const reader = await startReader();
  await installation.pool.query('UPDATE store SET epoch = gen_random_uuid()');
  expect(await reader.ask()).toEqual(await (await startApi()).ask());
  expect((await reader.counts()).replica).toBe(0);
});
