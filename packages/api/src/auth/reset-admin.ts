import { createPrisma, createUsers } from '@intellisite/db';
import type { Logger } from '@intellisite/service';
import { createAdminAccounts, type AdminAccount } from './admin-accounts.ts';
import { auditTo } from './audit.ts';
import { createPasswordPolicy } from './password-policy.ts';
import { createPasswords } from './passwords.ts';

export interface ResetAdminOptions {
  databaseUrl: string;
  username: string;
  logger: Logger;
}

/** For whoever runs this and is locked out: see {@link AdminAccounts.reset}. The password is generated. */
export async function resetAdmin(options: ResetAdminOptions): Promise<AdminAccount> {
  const { databaseUrl, username, logger } = options;
  const prisma = createPrisma({ databaseUrl, applicationName: 'intellisite-admin-reset' });
  const admins = createAdminAccounts({
    users: createUsers(prisma),
    passwords: createPasswords(),
    policy: createPasswordPolicy(),
    audit: auditTo(logger),
  });
  try {
    return await admins.reset({ username });
  } finally {
    await prisma.$disconnect();
  }
}
