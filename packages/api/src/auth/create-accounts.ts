import {
  createLoginAttempts,
  createSessions,
  createUsers,
  purgeAccounts,
  type Pool,
  type Prisma,
  type Sessions,
} from '@intellisite/db';
import type { Logger } from '@intellisite/service';
import { createSessionService, type SessionService } from '../services/session-service.ts';
import { createUserService, type UserService } from '../services/user-service.ts';
import { createAccessTokens } from './access-tokens.ts';
import { createAccountCleaner, type AccountCleaner } from './account-cleaner.ts';
import { createAdminAccounts, type AdminAccounts } from './admin-accounts.ts';
import { auditTo } from './audit.ts';
import { createAuthService, type AuthService } from './auth-service.ts';
import { createAuthenticator } from './authenticator.ts';
import { createKeyRing, type AuthSecrets } from './keys.ts';
import { createLoginLimits, LOGIN_LIMITS } from './login-limits.ts';
import { createPasswordPolicy } from './password-policy.ts';
import { createPasswords, type Passwords } from './passwords.ts';
import { createRefreshTokens } from './refresh-tokens.ts';
import { createSessionCache } from './session-cache.ts';

export interface AccountsOptions {
  pool: Pool;
  prisma: Prisma;
  secrets: AuthSecrets;
  accessTokenMinutes: number;
  refreshTokenDays: number;
  logger: Logger;
}

/** Everything that concerns who may do what. */
export interface Accounts {
  auth: AuthService;
  users: UserService;
  sessions: SessionService;
  admins: AdminAccounts;
  cleaner: AccountCleaner;
  /** Says how much hashing is going on, and whether there is room for more. */
  passwords: Pick<Passwords, 'load' | 'requireRoom'>;
  /** For checks of many sessions at once. */
  findActive: Sessions['findActive'];
}

export function createAccounts(options: AccountsOptions): Accounts {
  const { pool, prisma, secrets, logger } = options;
  const audit = auditTo(logger);
  const users = createUsers(prisma);
  const sessions = createSessions(prisma);
  const passwords = createPasswords();
  const policy = createPasswordPolicy();
  const accessTokens = createAccessTokens({
    keys: createKeyRing(secrets, 'access-token'),
    lifetimeSeconds: options.accessTokenMinutes * 60,
  });
  return {
    auth: createAuthService({
      users,
      sessions,
      passwords,
      policy,
      limits: createLoginLimits(createLoginAttempts(pool, LOGIN_LIMITS)),
      accessTokens,
      refreshTokens: createRefreshTokens(createKeyRing(secrets, 'refresh-token')),
      authenticator: createAuthenticator(accessTokens, createSessionCache(sessions)),
      refreshTokenDays: options.refreshTokenDays,
      audit,
    }),
    users: createUserService({ users, sessions, passwords, policy, audit }),
    sessions: createSessionService(sessions, audit),
    admins: createAdminAccounts({ users, passwords, policy, audit }),
    cleaner: createAccountCleaner(() => purgeAccounts(pool), logger),
    passwords,
    findActive: (ids) => sessions.findActive(ids),
  };
}
