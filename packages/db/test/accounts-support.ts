import { randomUUID } from 'node:crypto';
import { inject, onTestFinished } from 'vitest';
import {
  createPool,
  createPrisma,
  createSessions,
  createUsers,
  type Pool,
  type Prisma,
  type Sessions,
  type User,
  type Users,
} from '../src/index.ts';
import { createTestDatabase } from '../src/testing.ts';

export interface TestAccounts {
  url: string;
  users: Users;
  sessions: Sessions;
  pool: Pool;
  /** What another instance has: connections of its own to the same database. */
  another: () => { users: Users; sessions: Sessions };
  addUser: (overrides?: Partial<Pick<User, 'username' | 'role'>>) => Promise<User>;
  /** A session of the user, for a day unless said otherwise. */
  openSession: (user: User, expiresAt?: Date) => Promise<string>;
  revision: () => Promise<number>;
}

/** Of every user that `addUser` makes: nothing here hashes passwords. */
export const HASH = 'hash';

const DAY_MS = 86_400_000;

export function inADay(): Date {
  return new Date(Date.now() + DAY_MS);
}

/** A fresh database without users, gone after the test. */
export async function createTestAccounts(): Promise<TestAccounts> {
  const database = await createTestDatabase(inject('postgresUrl'));
  const connection = { databaseUrl: database.url, applicationName: 'test' };
  const pool = createPool(connection);
  const clients: Prisma[] = [];
  onTestFinished(async () => {
    await Promise.all(clients.map((client) => client.$disconnect()));
    await pool.end();
    await database.drop();
  });
  const another = (): ReturnType<TestAccounts['another']> => {
    const prisma = createPrisma(connection);
    clients.push(prisma);
    return { users: createUsers(prisma), sessions: createSessions(prisma) };
  };
  const { users, sessions } = another();
  return {
    url: database.url,
    users,
    sessions,
    pool,
    another,
    addUser: ({ username = `user-${randomUUID()}`, role = 'viewer' } = {}) =>
      users.create({ username, role, passwordHash: HASH }),
    async openSession({ id: userId }, expiresAt = inADay()) {
      const id = await sessions.open({
        userId,
        passwordHash: HASH,
        kind: 'api',
        expiresAt,
        userAgent: 'test',
        address: '192.0.2.7',
      });
      return id!;
    },
    async revision() {
      const { rows } = await pool.query<{ revision: number }>('SELECT revision FROM auth_state');
      return rows[0]!.revision;
    },
  };
}
