import type { CreateUser, UpdateUser, User, UserList } from '@intellisite/contracts';
import {
  LastAdminError,
  UsernameTakenError,
  type Sessions,
  type User as StoredUser,
  type Users,
} from '@intellisite/db';
import type { Audit } from '../auth/audit.ts';
import type { PasswordPolicy } from '../auth/password-policy.ts';
import type { Passwords } from '../auth/passwords.ts';
import type { Principal } from '../auth/principal.ts';
import { requireStrongPassword } from '../auth/require-strong-password.ts';
import { AppError } from '../errors/app-error.ts';

/** Who may call which, the routers decide. */
export interface UserService {
  /** @throws AppError username_taken, weak_password or busy */
  create(by: Principal, user: CreateUser): Promise<User>;
  list(paging: { skip: number; limit: number }): Promise<UserList>;
  me(principal: Principal): Promise<User>;
  /**
   * What is not given stays. Disabling ends all sessions of the user.
   *
   * @throws AppError not_found or last_admin
   */
  update(by: Principal, changes: UpdateUser): Promise<User>;
  /** @throws AppError not_found or last_admin */
  disable(by: Principal, id: string): Promise<void>;
  /**
   * Ends all sessions of the user.
   *
   * @throws AppError not_found, weak_password or busy
   */
  setPassword(by: Principal, change: { id: string; password: string }): Promise<void>;
  /** @throws AppError not_found */
  endSessions(by: Principal, id: string): Promise<void>;
}

export interface UserServiceOptions {
  users: Users;
  sessions: Pick<Sessions, 'revokeAll' | 'usage'>;
  passwords: Pick<Passwords, 'hash'>;
  policy: PasswordPolicy;
  audit: Audit;
}

export function createUserService(options: UserServiceOptions): UserService {
  const { users, sessions, passwords, policy, audit } = options;

  async function find(id: string): Promise<StoredUser> {
    return (await users.findById(id)) ?? refuseUnknown(id);
  }

  async function update(by: Principal, { id, ...changes }: UpdateUser): Promise<User> {
    const updated = await refusing(() => users.update(id, changes));
    const { before, after } = updated ?? refuseUnknown(id);
    const changed = MEMBERS.filter((member) => before[member] !== after[member]);
    if (changed.length > 0) {
      const { role, disabled } = after;
      audit('user_changed', { userId: id, changed, role, disabled, by: by.userId });
    }
    return userOf(after);
  }

  return {
    async create(by, { password, ...user }) {
      requireStrongPassword(policy, password, user.username, 'password');
      const passwordHash = await passwords.hash(password);
      const created = await refusing(() => users.create({ ...user, passwordHash }));
      audit('user_created', { userId: created.id, role: created.role, by: by.userId });
      return userOf(created);
    },
    async list({ skip, limit }) {
      const { users: rows, total } = await users.list(skip, limit);
      const usage = await sessions.usage(rows.map(({ id }) => id));
      const data = rows.map((row) => {
        const used = usage.get(row.id);
        return {
          ...userOf(row),
          sessions: row.disabled ? 0 : (used?.sessions ?? 0),
          lastSeenAt: used?.lastSeenAt.toISOString() ?? null,
        };
      });
      return { data, size: data.length, skip, limit, total };
    },
    me: async ({ userId }) => userOf(await find(userId)),
    update,
    async disable(by, id) {
      await update(by, { id, disabled: true });
    },
    async setPassword(by, { id, password }) {
      const { username } = await find(id);
      requireStrongPassword(policy, password, username, 'password');
      await users.setPassword(id, { passwordHash: await passwords.hash(password) });
      audit('user_password_set', { userId: id, by: by.userId });
    },
    async endSessions(by, id) {
      await find(id);
      const ended = await sessions.revokeAll(id, 'revoked');
      audit('user_sessions_ended', { userId: id, ended, by: by.userId });
    },
  };
}

const MEMBERS = ['role', 'disabled', 'name', 'lastname', 'email'] as const;

function refuseUnknown(id: string): never {
  throw new AppError('not_found', { detail: `There is no user ${id}.` });
}

async function refusing<T>(change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (error instanceof UsernameTakenError) {
      throw new AppError('username_taken', {
        detail: 'Usernames are compared without regard to case.',
        errors: [{ member: 'username', message: 'is taken' }],
        cause: error,
      });
    }
    if (error instanceof LastAdminError) {
      throw new AppError('last_admin', {
        detail: 'Make another user an admin first.',
        cause: error,
      });
    }
    throw error;
  }
}

function userOf(stored: StoredUser): User {
  return { ...stored, createdAt: stored.createdAt.toISOString() };
}
