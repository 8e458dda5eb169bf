import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const NEEDED = ['initdb', 'postgres', 'pg_dump', 'pg_restore', 'pg_basebackup'];
/** Where Debian and its kin install each major version. */
const INSTALLED = '/usr/lib/postgresql';

/** A folder with a server and the programs for its backups, the newest that is installed; null: none. */
export function findPostgresPrograms(): string | null {
  if (!existsSync(INSTALLED)) return null;
  const folders = readdirSync(INSTALLED)
    .sort((one, other) => Number(other) - Number(one))
    .map((major) => join(INSTALLED, major, 'bin'));
  return folders.find(hasAll) ?? null;
}

export function hasAll(folder: string): boolean {
  return NEEDED.every((program) => existsSync(join(folder, program)));
}
