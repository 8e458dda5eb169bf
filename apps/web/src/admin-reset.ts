import { join } from 'node:path';
import { resetAdmin } from '@intellisite/api';
import { createLogger, writeSecretFile } from '@intellisite/service';
import { readResetSettings } from './env.ts';

/**
 * Gives the admin of this name (by default ADMIN_USERNAME) a new password, enables it and ends its
 * sessions; makes it when there is none. The password goes into the data folder, and onto a terminal.
 *
 * Throws `SettingsError`.
 */
export async function resetAdminPassword(named: string | undefined): Promise<void> {
  const settings = readResetSettings();
  const { username, generatedPassword } = await resetAdmin({
    databaseUrl: settings.DATABASE_URL,
    username: named ?? settings.ADMIN_USERNAME,
    logger: createLogger({ name: 'web', level: 'error' }),
  });
  if (generatedPassword === null) return;
  const file = join(settings.DATA_DIR, 'admin-password');
  writeSecretFile(file, generatedPassword);
  process.stdout.write(`Sign in as ${username} with the password in ${file}\n`);
  // Elsewhere it would be kept: in a file, or in the log of whoever runs this.
  if (process.stdout.isTTY) process.stdout.write(`  ${generatedPassword}\n`);
}
