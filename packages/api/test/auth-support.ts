import { createPool, createPrisma, type Pool } from '@intellisite/db';
import { createTestDatabase } from '@intellisite/db/testing';
import { createLogger } from '@intellisite/service';
import { expect, inject, onTestFinished } from 'vitest';
import { createAccounts, type Accounts } from '../src/auth/create-accounts.ts';
import type { Principal } from '../src/auth/principal.ts';

export const SECRET = 'a secret of the tests that is long enough';
export const PASSWORD = 'a staple for the horse';
export const CLIENT = { address: '192.0.2.7', userAgent: 'test' };

export interface TestAccounts extends Accounts {
  pool: Pool;
  /** Another instance of the API on the same database. */
  another: () => Accounts;
  /** What all instances have logged for the audit since the admin was made, in order. */
  audited: Record<string, unknown>[];
  revision: () => Promise<number>;
  /** As the middleware does it: with the revision read now. */
  authenticate: (instance: Pick<Accounts, 'auth'>, accessToken: string) => Promise<Principal>;
  /** An admin, by whom tests change others. */
  admin: Principal;
}

/** Accounts on a fresh database with one admin, `root`. */
export async function createTestAccounts(): Promise<TestAccounts> {
  const database = await createTestDatabase(inject('postgresUrl'));
  const connection = { databaseUrl: database.url, applicationName: 'test' };
  const ends: (() => Promise<void>)[] = [];
  onTestFinished(async () => {
    await Promise.all(ends.map((end) => end()));
    await database.drop();
  });
  const audited: TestAccounts['audited'] = [];
  const write = (line: string): void => {
    const entry = JSON.parse(line) as Record<string, unknown>;
    if ('audit' in entry) audited.push(entry);
  };

  function another(): Accounts & { pool: Pool } {
    const prisma = createPrisma(connection);
    const pool = createPool(connection);
    ends.push(
      () => prisma.$disconnect(),
      () => pool.end(),
    );
    const accounts = createAccounts({
      prisma,
      pool,
      secrets: { current: SECRET },
      accessTokenMinutes: 60,
      refreshTokenDays: 30,
      logger: createLogger({ name: 'test', level: 'info', pretty: false, stream: { write } }),
    });
    return { ...accounts, pool };
  }

  const first = another();
  const { pool } = first;
  const revision = async (): Promise<number> => {
    const { rows } = await pool.query<{ revision: number }>('SELECT revision FROM auth_state');
    return rows[0]!.revision;
  };
  const authenticate: TestAccounts['authenticate'] = async ({ auth }, accessToken) =>
    auth.authenticate(await auth.readToken(`Bearer ${accessToken}`), await revision());

  await first.admins.ensureFirst({ username: 'root', password: PASSWORD });
  const { access_token } = await first.auth.login({ username: 'root', password: PASSWORD }, CLIENT);
  const admin = await authenticate(first, access_token);
  audited.length = 0;
  return { ...first, another, audited, revision, authenticate, admin };
}

/** That it is refused with this code. */
export async function expectRefusal(attempt: Promise<unknown>, code: string): Promise<void> {
  await expect(attempt).rejects.toMatchObject({ name: 'AppError', code });
}
