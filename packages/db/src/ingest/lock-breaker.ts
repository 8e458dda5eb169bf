import type pg from 'pg';

/** How long the holder of the ingest lock may wait for its client without any progress. */
const PATIENCE_MS = 2_000;
const LOOK_EVERY_MS = 500;

export interface BrokenLock {
  pid: number;
  application: string;
}

/**
 * Answers a function that ends the sessions of indexers that froze (SIGSTOP, a dead host) inside the
 * ingest transaction: their locks would stay for ever, and Postgres's own time-outs do not act within
 * a COPY.
 *
 * Frozen is who waits for its client and does not move from one look to another: no statement began
 * or ended, no byte of a COPY arrived. A slow indexer moves, however long its transaction takes; were
 * it ended for that, indexers on a starved machine would end each other for ever.
 */
export function watchHolders(
  pool: pg.Pool,
  waitingPid: number,
  clock: () => number = () => performance.now(),
): () => Promise<BrokenLock[]> {
  /** Where each session stood, and when it was first seen there, in ms. */
  let stood = new Map<string, number>();
  return async () => {
    const now = clock();
    const still = [...stood].filter(([, since]) => now - since >= PATIENCE_MS);
    const { rows } = await pool.query<BrokenLock & { standing: string; ended: boolean }>(
      // The holder may be waited for by one that froze while it waited. Materialised, and a CASE: a
      // function with an effect must not be asked before the conditions hold.
      `WITH RECURSIVE blockers (pid) AS (
         SELECT unnest(pg_blocking_pids($1))
         UNION SELECT unnest(pg_blocking_pids(pid)) FROM blockers),
       holders AS MATERIALIZED (
         SELECT a.pid, a.application_name AS application,
                concat_ws(' ', a.pid, a.backend_start, a.state_change, c.bytes_processed) AS standing
           FROM pg_stat_activity a LEFT JOIN pg_stat_progress_copy c ON c.pid = a.pid
          WHERE a.pid IN (SELECT pid FROM blockers)
            AND a.application_name LIKE 'intellisite-indexer%'
            AND a.wait_event_type = 'Client')
       SELECT pid, application, standing,
              CASE WHEN standing = ANY ($2) THEN pg_terminate_backend(pid) ELSE false END AS ended
         FROM holders`,
      [waitingPid, still.map(([standing]) => standing)],
    );
    stood = new Map(rows.map(({ standing }) => [standing, stood.get(standing) ?? now]));
    return rows.filter(({ ended }) => ended).map(({ pid, application }) => ({ pid, application }));
  };
}

/** Runs `waitForLock` and, while it waits, ends whoever holds the lock and is frozen. */
export async function withLockBreaker<T>(
  pool: pg.Pool,
  waitingPid: number,
  onBroken: (locks: BrokenLock[]) => void,
  waitForLock: () => Promise<T>,
): Promise<T> {
  const endFrozen = watchHolders(pool, waitingPid);
  let timer: NodeJS.Timeout;
  let waiting = true;
  const look = (): void => {
    endFrozen().then(
      (locks) => {
        if (locks.length > 0) onBroken(locks);
        if (waiting) timer = setTimeout(look, LOOK_EVERY_MS);
      },
      () => {
        // The pool may be cut off for a moment as well: the wait goes on, and so does the watch.
        if (waiting) timer = setTimeout(look, LOOK_EVERY_MS);
      },
    );
  };
  timer = setTimeout(look, LOOK_EVERY_MS);
  try {
    return await waitForLock();
  } finally {
    waiting = false;
    clearTimeout(timer);
  }
}
