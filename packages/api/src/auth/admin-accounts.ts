import { randomInt } from 'node:crypto';
import type { Users } from '@intellisite/db';
import type { Audit } from './audit.ts';
import type { PasswordPolicy } from './password-policy.ts';
import type { Passwords } from './passwords.ts';
import { requireStrongPassword } from './require-strong-password.ts';

export interface AdminAccount {
  username: string;
  /** In the clear, to be kept where only the owner reads it; null: it is the one that was given. */
  generatedPassword: string | null;
}

export interface AdminRequest {
  /** ADMIN_USERNAME */
  username: string;
  /** ADMIN_PASSWORD; absent: one is generated. */
  password?: string | undefined;
}

export type KeepAdmin = (admin: AdminAccount) => Promise<void> | void;

export interface AdminAccounts {
  /**
   * Makes the first admin while there are no users, and says whether it did. Of several instances that start
   * together one makes it. `keep` is told of it right before: an admin whose password could not be kept is
   * none.
   *
   * @throws AppError weak_password; what `keep` throws
   */
  ensureFirst(request: AdminRequest, keep?: KeepAdmin): Promise<boolean>;
  /**
   * Lets whoever runs this in again: the user is an active admin with this password afterwards, and all
   * of its sessions have ended. Made if missing.
   *
   * @throws AppError weak_password
   */
  reset(request: AdminRequest): Promise<AdminAccount>;
}

export interface AdminAccountsOptions {
  users: Users;
  passwords: Pick<Passwords, 'hash'>;
  policy: PasswordPolicy;
  audit: Audit;
}

export function createAdminAccounts(options: AdminAccountsOptions): AdminAccounts {
  const { users, passwords, policy, audit } = options;

  async function choosePassword({ username, password }: AdminRequest) {
    if (password !== undefined) {
      requireStrongPassword(policy, password, username, 'ADMIN_PASSWORD');
      return { generated: null, passwordHash: await passwords.hash(password) };
    }
    const generated = generatePassword();
    return { generated, passwordHash: await passwords.hash(generated) };
  }

  return {
    async ensureFirst(request, keep) {
      if (await users.any()) return false;
      const { username } = request;
      const { generated, passwordHash } = await choosePassword(request);
      const admin = await users.createFirstAdmin({ username, passwordHash }, () =>
        keep?.({ username, generatedPassword: generated }),
      );
      if (!admin) return false;
      audit('user_created', { userId: admin.id, role: admin.role, by: null });
      return true;
    },
    async reset(request) {
      const { username } = request;
      const { generated, passwordHash } = await choosePassword(request);
      const existing = await users.findCredentials(username);
      const user =
        existing?.user ?? (await users.create({ username, role: 'admin', passwordHash }));
      if (existing) {
        await users.setPassword(user.id, { passwordHash });
        await users.update(user.id, { role: 'admin', disabled: false });
      }
      audit(existing ? 'user_password_set' : 'user_created', { userId: user.id, by: null });
      return { username: user.username, generatedPassword: generated };
    },
  };
}

/** Without characters that look like another one. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const GROUPS = 5;
const GROUP_LENGTH = 5;

/** 125 random bits, in groups that a person can type. */
function generatePassword(): string {
  const group = (): string =>
    Array.from({ length: GROUP_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}
