import { appendFileSync, chownSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Has the next start of a Postgres that was killed recover until the answer is called: it asks an archive for
 * what it has to replay, which keeps it waiting and then has nothing. The server must have been started for
 * `replication`; it must have ended.
 */
export function prolongRecovery(dataDir: string): () => void {
  const cluster = join(dataDir, 'postgres', 'data');
  const finished = join(cluster, 'recovery-may-end');
  const signal = join(cluster, 'recovery.signal');
  writeFileSync(signal, '');
  const { uid, gid } = statSync(cluster);
  chownSync(signal, uid, gid);
  const serverLives = `[ -e "${join(cluster, 'postmaster.pid')}" ]`;
  appendFileSync(
    join(cluster, 'postgresql.auto.conf'),
    `restore_command = 'until [ -e "${finished}" ] || ! ${serverLives}; do sleep 0.05; done; exit 1'\n`,
  );
  return () => {
    writeFileSync(finished, '');
  };
}
