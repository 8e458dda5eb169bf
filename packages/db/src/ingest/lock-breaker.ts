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
    // Materialised: a function with an effect must not be asked before the conditions hold.
    `WITH frozen AS MATERIALIZED (
       SELECT pid, application_name AS application
         FROM pg_stat_activity
        WHERE pid = ANY (pg_blocking_pids($1))
          AND application_name LIKE 'intellisite-indexer %'
          AND wait_event_type = 'Client'
          AND xact_start < clock_timestamp() - make_interval(secs => $2))
     SELECT pid, application FROM frozen WHERE pg_terminate_backend(pid)`,
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
