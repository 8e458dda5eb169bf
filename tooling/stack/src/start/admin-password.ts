import { statSync } from 'node:fs';
import { join } from 'node:path';
import { readSecretFile } from '@intellisite/service/secret-file';

export interface AdminPasswordWatch {
  /** Where the web server keeps a password that it generated. */
  file: string;
  /** The password, if it was written since the watch began. */
  made(): string | null;
}

export function adminPasswordFile(dataDir: string): string {
  return join(dataDir, 'admin-password');
}

/** Tells whether what is started from now on has made the first admin. */
export function watchAdminPassword(dataDir: string): AdminPasswordWatch {
  const file = adminPasswordFile(dataDir);
  const before = stamp(file);
  return { file, made: () => (stamp(file) === before ? null : readSecretFile(file)) };
}

/** Another one for each file that was put there. */
function stamp(file: string): string | null {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats ? `${String(stats.ino)} ${String(stats.mtimeMs)}` : null;
}
