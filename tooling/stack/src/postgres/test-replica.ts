import {
  appendFileSync,
  chownSync,
  copyFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createPool } from '@intellisite/db';
import { execa } from 'execa';
import { inTemporaryFolder } from '../temporary-server.ts';
import { startLocalPostgres, type LocalPostgres } from './local-postgres.ts';

/**
 * A server that follows another, which must have been started for `replication`, by streaming replication.
 * It begins with a copy of the other's files, as "Making a Non-Exclusive Low-Level Backup" of Postgres's
 * manual has it: the program for that is not among those that are brought along. Nobody may write meanwhile.
 */
export async function startTestReplica(
  primary: Pick<LocalPostgres, 'dataDir' | 'superuserUrl'>,
): Promise<LocalPostgres> {
  return await inTemporaryFolder('replica', async (dataDir, port) => {
    await copyCluster(primary, dataDir);
    return await startLocalPostgres({
      dataDir,
      port,
      fsync: false,
      replication: true,
      removedWithUs: true,
    });
  });
}

async function copyCluster(
  { dataDir, superuserUrl }: Pick<LocalPostgres, 'dataDir' | 'superuserUrl'>,
  target: string,
): Promise<void> {
  const cluster = join(target, 'postgres', 'data');
  const pool = createPool({ databaseUrl: superuserUrl, applicationName: 'replica' }, 1);
  // The backup belongs to the session that began it.
  const session = await pool.connect();
  try {
    await session.query(`SELECT pg_backup_start('replica', true)`);
    const source = realpathSync(join(dataDir, 'postgres'));
    await execa('cp', ['-a', source, join(target, 'postgres')]);
    const { rows } = await session.query<{ labelfile: string }>(
      'SELECT labelfile FROM pg_backup_stop(false)',
    );
    rmSync(join(cluster, 'postmaster.pid'));
    writeAs(cluster, 'backup_label', rows[0]?.labelfile ?? '');
  } finally {
    session.release();
    await pool.end();
  }
  writeAs(cluster, 'standby.signal', '');
  const { hostname, port, username, password } = new URL(superuserUrl);
  appendFileSync(
    join(cluster, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=${hostname} port=${port} user=${username} password=${password}'\n`,
  );
  copyFileSync(join(dataDir, 'postgres-passwords.json'), join(target, 'postgres-passwords.json'));
}

/** A file that belongs to whom the folder belongs to: Postgres cannot run as root. */
function writeAs(folder: string, name: string, content: string): void {
  const file = join(folder, name);
  writeFileSync(file, content, { mode: 0o600 });
  const { uid, gid } = statSync(folder);
  chownSync(file, uid, gid);
}
