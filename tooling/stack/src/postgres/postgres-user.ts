import { spawnSync } from 'node:child_process';
import { StackError } from '../stack-error.ts';

export interface PostgresUser {
  name: string;
  uid: number;
  gid: number;
}

/** Where things live that the Postgres user cannot reach in the data folder or in node_modules. */
export const RELOCATED_ROOT = '/var/lib/intellisite';

const NAME = 'postgres';

/** Postgres refuses to run as root: who runs it then. `null`: we are not root, it runs as us. */
export function choosePostgresUser(): PostgresUser | null {
  if (process.getuid?.() !== 0) return null;
  const found = lookUp() ?? create();
  if (found !== null) return found;
  throw new StackError(
    `Postgres refuses to run as root and there is no user ${NAME} to run it as. Start as another user, or run: useradd --system ${NAME}`,
  );
}

/** Whether the user may list the folder, which takes the right to pass through all of its parents. */
export function canEnter(user: PostgresUser, folder: string): boolean {
  const { status } = spawnSync('/bin/sh', ['-c', 'cd "$1" && test -r .', 'sh', folder], {
    uid: user.uid,
    gid: user.gid,
    cwd: '/',
    stdio: 'ignore',
  });
  return status === 0;
}

function create(): PostgresUser | null {
  const home = ['--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin'];
  const { status } = spawnSync('useradd', ['--system', '--user-group', ...home, NAME], {
    stdio: 'ignore',
  });
  return status === 0 ? lookUp() : null;
}

function lookUp(): PostgresUser | null {
  const ids = ['-u', '-g'].map((flag) => {
    const { status, stdout } = spawnSync('id', [flag, NAME], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : null;
  });
  const [uid, gid] = ids;
  return typeof uid === 'number' && typeof gid === 'number' ? { name: NAME, uid, gid } : null;
}
