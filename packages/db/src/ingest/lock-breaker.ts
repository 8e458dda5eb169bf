import type pg from 'pg';

/** Wait for the ingest lock before its holder is looked at. */
const PATIENCE_MS = 2_000;
const RECHECK_MS = 500;

export interface BrokenLock {
  pid: number;
  application: string;
}

/**
 * Ends the database session of an indexer that froze (SIGSTOP, a dead host) inside the ingest
 * transaction: its locks would stay for ever, and Postgres's own time-outs do not act within a COPY.
 *
 * Only a session that waits for its client is ended. One that Postgres is busy for is slow, not frozen.
 */
export async function breakLocksOfFrozen(pool: pg.Pool, waitingPid: number): Promise<BrokenLock[]> {
  const { rows } = await pool.query<BrokenLock>(
    `SELECT a.pid, a.application_name AS application
       FROM pg_stat_activity a
      WHERE a.pid = ANY (pg_blocking_pids($1))
        AND a.application_name LIKE 'intellisite-indexer%'
        AND a.wait_event_type = 'Client'
        AND a.xact_start < clock_timestamp() - make_interval(secs => $2)
        AND pg_terminate_backend(a.pid)`,
    [waitingPid, PATIENCE_MS / 1_000],
  );
  return rows;
}

/**
 * Runs `waitForLock` and, while it takes longer than 2 s, ends whoever holds the lock and is frozen.
 */
export async function withLockBreaker<T>(
  pool: pg.Pool,
  waitingPid: number,
  onBroken: (locks: BrokenLock[]) => void,
  waitForLock: () => Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout;
  let waiting = true;
  const check = (): void => {
    breakLocksOfFrozen(pool, waitingPid).then(
      (locks) => {
        if (locks.length > 0) onBroken(locks);
        if (waiting) timer = setTimeout(check, RECHECK_MS);
      },
      () => {
        // The pool may be cut off for a moment as well: the wait goes on, and so does the watch.
        if (waiting) timer = setTimeout(check, RECHECK_MS);
      },
    );
  };
  timer = setTimeout(check, PATIENCE_MS);
  try {
    return await waitForLock();
  } finally {
    waiting = false;
    clearTimeout(timer);
  }
}
