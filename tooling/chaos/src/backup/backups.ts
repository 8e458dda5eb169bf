import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createPool } from '@intellisite/db';
import { startLocalPostgres, type LocalPostgres } from '@intellisite/stack';
import { execa } from 'execa';

/** A way to keep a database and to have it again on a fresh server. */
export interface BackupKind {
  name: string;
  /** While everything runs. */
  take(source: Source): Promise<void>;
  /** The old server is gone; the fresh one listens where it did. */
  restore(source: Source): Promise<LocalPostgres>;
}

export interface Source {
  /** The server that is backed up. */
  postgres: LocalPostgres;
  /** Its data folder. */
  dataDir: string;
  databaseUrl: string;
  /** A folder with the programs of Postgres. */
  programs: string;
  /** Where the backup is kept, and the data of the fresh server. */
  folder: string;
}

const dump: BackupKind = {
  name: 'pg_dump',
  async take({ programs, postgres, databaseUrl, folder }) {
    const database = onServer(postgres.superuserUrl, databaseUrl);
    await execa(join(programs, 'pg_dump'), [
      '--format=custom',
      `--file=${join(folder, 'intellisite.dump')}`,
      database,
    ]);
  },
  async restore({ programs, postgres, databaseUrl, folder }) {
    const fresh = await startLocalPostgres({
      dataDir: join(folder, 'restored'),
      port: postgres.port,
      programs,
      fsync: false,
      createDatabases: true,
      removedWithUs: true,
    });
    const { username, password, pathname } = new URL(databaseUrl);
    const name = pathname.slice(1);
    const admin = createPool({ databaseUrl: fresh.superuserUrl, applicationName: 'restore' });
    // Roles are no part of a dump: the services log in as before.
    await admin.query(`ALTER ROLE ${username} PASSWORD '${password}'`);
    await admin.query(`CREATE DATABASE ${name} OWNER ${username}`);
    await admin.end();
    await execa(join(programs, 'pg_restore'), [
      '--exit-on-error',
      `--dbname=${onServer(fresh.superuserUrl, databaseUrl)}`,
      join(folder, 'intellisite.dump'),
    ]);
    return fresh;
  },
};

const base: BackupKind = {
  name: 'pg_basebackup',
  async take({ programs, postgres, dataDir, folder }) {
    const restored = join(folder, 'restored');
    mkdirSync(join(restored, 'postgres'), { recursive: true });
    await execa(join(programs, 'pg_basebackup'), [
      `--dbname=${postgres.superuserUrl}`,
      `--pgdata=${join(restored, 'postgres', 'data')}`,
      '--wal-method=stream',
      '--checkpoint=fast',
    ]);
    cpSync(join(dataDir, 'postgres-passwords.json'), join(restored, 'postgres-passwords.json'));
  },
  async restore({ programs, postgres, folder }) {
    const dataDir = join(folder, 'restored');
    // Where we are root, Postgres runs as another user.
    if (process.getuid?.() === 0) {
      await execa('chown', ['--recursive', 'postgres:', join(dataDir, 'postgres')]);
    }
    return await startLocalPostgres({
      dataDir,
      port: postgres.port,
      programs,
      fsync: false,
      removedWithUs: true,
    });
  },
};

export const BACKUP_KINDS: readonly BackupKind[] = [dump, base];

/** The same database, as who may do everything. */
function onServer(superuserUrl: string, databaseUrl: string): string {
  const url = new URL(superuserUrl);
  url.pathname = new URL(databaseUrl).pathname;
  return url.href;
}
