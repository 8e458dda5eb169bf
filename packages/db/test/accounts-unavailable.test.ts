import { randomUUID } from 'node:crypto';
import { expect, inject, it, onTestFinished } from 'vitest';
import {
  createLoginAttempts,
  createPool,
  createPrisma,
  createSessions,
  createUsers,
  isDatabaseUnavailable,
  purgeAccounts,
} from '../src/index.ts';
import { createTestAccounts, HASH, inADay } from './accounts-support.ts';

/** Every way to ask for accounts, on a database of this address. */
function createQuestions(databaseUrl: string): Record<string, () => Promise<unknown>> {
  const connection = { databaseUrl, applicationName: 'test' };
  const prisma = createPrisma(connection);
  const pool = createPool(connection);
  onTestFinished(async () => {
    await Promise.all([prisma.$disconnect(), pool.end()]);
  });
  const users = createUsers(prisma);
  const sessions = createSessions(prisma);
  const limit = { attempts: 10, windowSeconds: 60 };
  const attempts = createLoginAttempts(pool, { byAddress: limit, byUserAndAddress: limit });
  const id = randomUUID();
  return {
    create: () => users.create({ username: id, role: 'viewer', passwordHash: HASH }),
    findCredentials: () => users.findCredentials('jo'),
    list: () => users.list(0, 1),
    update: () => users.update(id, { role: 'viewer' }),
    rotate: () => sessions.rotate(id, 0, inADay()),
    findActive: () => sessions.findActive([id]),
    revoke: () => sessions.revoke(id, id, 'logout'),
    take: () => attempts.take({ address: 'key', userAtAddress: 'key', username: 'jo' }),
    purge: () => purgeAccounts(pool),
    wait: () => prisma.$queryRaw`SELECT pg_sleep(60)::text`,
  };
}

it('fails so that it can be told that the database is away', async () => {
  const url = new URL(inject('postgresUrl'));
  url.port = '1';
  for (const [name, ask] of Object.entries(createQuestions(url.href))) {
    const error = await ask().catch((failure: unknown) => failure);
    expect(isDatabaseUnavailable(error), name).toBe(true);
  }
});

it('fails so, too, when the server ends the connection of a running query', async () => {
  const { url, pool } = await createTestAccounts();
  const outcome = createQuestions(url).wait!().catch((failure: unknown) => failure);
  const terminated = async (): Promise<number> => {
    const { rowCount } = await pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE '%pg_sleep%'
          AND pid <> pg_backend_pid()`,
    );
    return rowCount ?? 0;
  };
  await expect.poll(terminated).toBe(1);
  expect(isDatabaseUnavailable(await outcome)).toBe(true);
});

it('does not blame the database for a question that is wrong', async () => {
  const { users, addUser, another } = await createTestAccounts();
  const { username } = await addUser();
  const questions = [
    users.create({ username, role: 'viewer', passwordHash: HASH }),
    users.findById('not a uuid'),
    another().sessions.findActive(['not a uuid']),
  ];
  for (const { reason } of (await Promise.allSettled(questions)) as PromiseRejectedResult[]) {
    expect(reason).toBeInstanceOf(Error);
    expect(isDatabaseUnavailable(reason)).toBe(false);
  }
});
