import type pg from 'pg';

/** Where everything stood at one moment: what an answer of the API is computed from. */
export interface Snapshot {
  /** Identity of the database: another one after a restore or a reset. */
  epoch: string;
  /** Position of the newest detection: the number of detections ever indexed. */
  position: number;
  /** Number of the newest alert. */
  alertSeq: number;
  /** Positions and alert numbers at or below their floor were dropped by retention. */
  positionFloor: number;
  alertFloor: number;
  quarantined: number;
  /** Alerts that Kafka has acknowledged. */
  publishedSeq: number;
  /** Moves whenever somebody's access ends or narrows. */
  authRevision: number;
  /** The largest id of a series; 0 while there are none. */
  newestSeries: number;
}

export interface Snapshots {
  /** From a query that began after this call. */
  read(): Promise<Snapshot>;
}

/** Every answer waits for one: a connection that falls silent is given up long before the pool would. */
const MOST_MS = 5_000;

// Named, so that a connection parses and plans it once.
const QUERY = {
  name: 'snapshot',
  query_timeout: MOST_MS,
  text: `SELECT s.epoch, s.position, s.alert_seq AS "alertSeq", s.position_floor AS "positionFloor",
                s.alert_floor AS "alertFloor", s.quarantined, r.published_seq AS "publishedSeq",
                a.revision AS "authRevision",
                coalesce((SELECT max(id) FROM series), 0) AS "newestSeries"
           FROM store s CROSS JOIN relay r CROSS JOIN auth_state a`,
};

/**
 * Reads snapshots for many callers with few queries: one is in flight, and the next, which begins when
 * it has ended, serves everybody who arrived meanwhile.
 */
export function createSnapshots(pool: pg.Pool): Snapshots {
  let running: Promise<Snapshot> | null = null;
  /** Has not begun yet. */
  let next: Promise<Snapshot> | null = null;

  async function query(): Promise<Snapshot> {
    const { rows } = await pool.query<Snapshot>(QUERY);
    const snapshot = rows[0];
    if (!snapshot) throw new Error('The store has no row: was the database migrated?');
    return snapshot;
  }

  function begin(): Promise<Snapshot> {
    next = null;
    const begun = query().finally(() => {
      if (running === begun) running = null;
    });
    running = begun;
    return begun;
  }

  return {
    read() {
      if (next) return next;
      if (!running) return begin();
      next = running.then(begin, begin);
      return next;
    },
  };
}
