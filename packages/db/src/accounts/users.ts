import { foldCase, ROLES, type Role } from '@intellisite/contracts';
import type { User as UserRow } from '../generated/prisma/client.ts';
import type { Prisma } from '../prisma.ts';
import { changeAccess, type Transaction } from './access-change.ts';
import { LastAdminError, UsernameTakenError } from './errors.ts';
import { endSessions } from './session-ends.ts';

export interface User {
  id: string;
  /** As it was typed. */
  username: string;
  role: Role;
  name: string | null;
  lastname: string | null;
  email: string | null;
  createdAt: Date;
  disabled: boolean;
}

export interface Credentials {
  user: User;
  /** PHC string. */
  passwordHash: string;
}

export interface NewUser {
  username: string;
  role: Role;
  passwordHash: string;
  name?: string | null | undefined;
  lastname?: string | null | undefined;
  email?: string | null | undefined;
}

/** What is not named stays as it is. */
export interface UserChanges {
  role?: Role | undefined;
  disabled?: boolean | undefined;
  name?: string | null | undefined;
  lastname?: string | null | undefined;
  email?: string | null | undefined;
}

export interface PasswordChange {
  passwordHash: string;
  /** Only while this is still the hash: the one that the current password was checked against. */
  ifHash?: string;
  /** A session that lives on; all others of the user end. */
  exceptSession?: string;
}

export interface Users {
  /** @throws UsernameTakenError */
  create(user: NewUser): Promise<User>;
  /**
   * Makes an admin if there is not a single user, else answers null; also with many callers at once.
   * `beforeCommit` runs when nothing but the commit is left, of one caller at a time: when it throws, nobody was
   * made.
   */
  createFirstAdmin(
    user: Omit<NewUser, 'role'>,
    beforeCommit?: () => Promise<void> | void,
  ): Promise<User | null>;
  any(): Promise<boolean>;
  findById(id: string): Promise<User | null>;
  /** In any case; also of a disabled user. */
  findCredentials(username: string): Promise<Credentials | null>;
  /** Oldest first, with the number of all users at the same moment. */
  list(skip: number, limit: number): Promise<{ users: User[]; total: number }>;
  /**
   * Null: there is no such user. Disabling ends all sessions; another role holds at once.
   *
   * @throws LastAdminError when no active admin would be left
   */
  update(id: string, changes: UserChanges): Promise<{ before: User; after: User } | null>;
  /** False: there is no such user, or the password was changed meanwhile. */
  setPassword(id: string, change: PasswordChange): Promise<boolean>;
}

/** Prisma's code for a broken unique constraint. */
const UNIQUE_VIOLATION = 'P2002';

export function createUsers(prisma: Prisma): Users {
  return {
    create: (user) => insert(prisma, user),
    async createFirstAdmin(user, beforeCommit) {
      return await changeAccess(prisma, async (transaction) => {
        if ((await transaction.user.count()) > 0) return null;
        const admin = await insert(transaction, { ...user, role: 'admin' });
        await beforeCommit?.();
        return admin;
      });
    },
    any: async () => (await prisma.user.findFirst({ select: { id: true } })) !== null,
    async findById(id) {
      const row = await prisma.user.findUnique({ where: { id } });
      return row && userOf(row);
    },
    async findCredentials(username) {
      // Nobody is called so, and Postgres refuses it as text.
      if (username.includes('\0')) return null;
      const row = await prisma.user.findUnique({ where: { folded: foldCase(username) } });
      return row && credentialsOf(row);
    },
    async list(skip, limit) {
      const [total, rows] = await prisma.$transaction(
        [
          prisma.user.count(),
          prisma.user.findMany({
            orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
            skip,
            take: limit,
          }),
        ],
        { isolationLevel: 'RepeatableRead' },
      );
      return { total, users: rows.map(userOf) };
    },
    async update(id, { disabled, ...rest }) {
      return await changeAccess(prisma, async (transaction, accessEnded) => {
        const row = await transaction.user.findUnique({ where: { id } });
        if (!row) return null;
        const before = userOf(row);
        const after = {
          disabled: disabled ?? before.disabled,
          role: rest.role ?? before.role,
        };
        if (isActiveAdmin(before) && !isActiveAdmin(after)) {
          await requireAnotherAdmin(transaction, id);
        }
        // Before the sessions: a login that is under way then sees either the user disabled or its
        // session ended.
        const updated = await transaction.user.update({
          where: { id },
          data: {
            ...given(rest),
            ...(after.disabled === before.disabled
              ? {}
              : { disabledAt: after.disabled ? new Date() : null }),
          },
        });
        if (after.disabled) await endSessions(transaction, { userId: id }, 'user_disabled');
        if (after.disabled !== before.disabled || after.role !== before.role) await accessEnded();
        return { before, after: userOf(updated) };
      });
    },
    async setPassword(id, { passwordHash, ifHash, exceptSession }) {
      return await changeAccess(prisma, async (transaction, accessEnded) => {
        const { count } = await transaction.user.updateMany({
          where: { id, ...(ifHash === undefined ? {} : { passwordHash: ifHash }) },
          data: { passwordHash, passwordChangedAt: new Date() },
        });
        if (count === 0) return false;
        await endSessions(transaction, { userId: id, except: exceptSession }, 'password_changed');
        await accessEnded();
        return true;
      });
    },
  };
}

async function insert(client: Prisma | Transaction, user: NewUser): Promise<User> {
  const { username, role, passwordHash, ...profile } = user;
  try {
    const row = await client.user.create({
      data: { username, folded: foldCase(username), role, passwordHash, ...given(profile) },
    });
    return userOf(row);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION) {
      throw new UsernameTakenError(`The username ${username} is taken.`, { cause: error });
    }
    throw error;
  }
}

/** Holds until the commit, because every such change waits for the one before. */
async function requireAnotherAdmin(transaction: Transaction, id: string): Promise<void> {
  const others = await transaction.user.count({
    where: { role: 'admin', disabledAt: null, NOT: { id } },
  });
  if (others === 0) throw new LastAdminError('Without this user there would be no active admin.');
}

function isActiveAdmin({ role, disabled }: Pick<User, 'role' | 'disabled'>): boolean {
  return role === 'admin' && !disabled;
}

/** Without the members that are undefined, which exactOptionalPropertyTypes tells from absent ones. */
function given<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** What a user is made of, as a query of other modules reads it. */
export type UserColumns = Pick<
  UserRow,
  | 'id'
  | 'username'
  | 'role'
  | 'name'
  | 'lastname'
  | 'email'
  | 'createdAt'
  | 'disabledAt'
  | 'passwordHash'
>;

/** Null: an outer join found nobody. */
export function credentialsOf(row: Nullable<UserColumns>): Credentials | null {
  if (row.id === null) return null;
  const columns = row as UserColumns;
  return { user: userOf(columns), passwordHash: columns.passwordHash };
}

export type Nullable<Row> = { [Column in keyof Row]: Row[Column] | null };

function userOf(row: Omit<UserColumns, 'passwordHash'>): User {
  const { id, username, name, lastname, email, createdAt, disabledAt } = row;
  const disabled = disabledAt !== null;
  return { id, username, role: roleOf(row.role), name, lastname, email, createdAt, disabled };
}

/** The column has a constraint: another value is a schema that this code does not know. */
export function roleOf(text: string): Role {
  const role = ROLES.find((known) => known === text);
  if (!role) throw new Error(`There is no role ${text}.`);
  return role;
}
