import type pg from 'pg';
import { BLOCK_SIZE, LOG, type Log } from '../blocks/block-codec.ts';
import { lastNumber } from './last-number.ts';

export interface RetentionPass {
  /** What was indexed before it counts no more, in ms since 1970. */
  keepFrom: number;
  /** What counts no more is there for so long after that, in ms: whoever had begun to read can end. */
  lingerMs: number;
  /** Ends a pass between two of its steps; the next one does the rest. */
  signal: AbortSignal;
}

export interface RetentionResult {
  /** Positions and alert numbers up to these count no more. */
  positionFloor: number;
  alertFloor: number;
  deleted: { detections: number; alerts: number; quarantined: number };
}

/** By the clock of the database, in ms since 1970. */
export async function readDatabaseTime(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  return rows[0]?.now.getTime() ?? 0;
}

interface Bounds {
  epoch: string;
  position: number;
  alertSeq: number;
  positionFloor: number;
  alertFloor: number;
  /** The detection of the first alert that Kafka has not acknowledged; null: it has all. */
  unpublished: number | null;
}

/** Of one DELETE: some tens of milliseconds, and no long wait for whoever writes. */
const ROWS_AT_ONCE = 20_000;
const QUARANTINED_AT_ONCE = 1_000;

/**
 * Drops what is older than it is to be kept: moves the floors of both logs, and deletes what has been below
 * them for a while. Alerts go with their detection, and none goes before Kafka has it.
 *
 * Each step stands by itself and may be repeated: a pass that was cut short, or two at once, do no harm.
 *
 * @throws the database's error; what was done until then stays done
 */
export async function applyRetention(
  pool: pg.Pool,
  { keepFrom, lingerMs, signal }: RetentionPass,
): Promise<RetentionResult> {
  const floors = await moveFloors(pool, await readBounds(pool), keepFrom);
  await notePass(pool, floors, keepFrom);
  const gone = await passBefore(pool, lingerMs);
  if (!gone) return { ...floors, deleted: NOTHING };
  // Alerts are read together with their detections.
  const alerts = await deleteUpTo(pool, 'alerts', gone.alertFloor, signal);
  const detections = await deleteUpTo(pool, 'detections', gone.positionFloor, signal);
  if (signal.aborted) return { ...floors, deleted: { detections, alerts, quarantined: 0 } };
  await deleteBlocks(pool, 'alerts', gone.alertFloor);
  await deleteBlocks(pool, 'detections', gone.positionFloor);
  const before = Math.min(keepFrom, gone.keepFrom.getTime());
  const quarantined = await deleteQuarantined(pool, before, signal);
  return { ...floors, deleted: { detections, alerts, quarantined } };
}

const NOTHING: RetentionResult['deleted'] = { detections: 0, alerts: 0, quarantined: 0 };

type Floors = Pick<RetentionResult, 'positionFloor' | 'alertFloor'>;

async function notePass(pool: pg.Pool, floors: Floors, keepFrom: number): Promise<void> {
  await pool.query(
    'INSERT INTO retention_passes (position_floor, alert_floor, keep_from) VALUES ($1, $2, $3)',
    [floors.positionFloor, floors.alertFloor, new Date(keepFrom)],
  );
}

/** The newest pass that was made so long ago; those before it are forgotten. Null: there is none. */
async function passBefore(
  pool: pg.Pool,
  lingerMs: number,
): Promise<(Floors & { keepFrom: Date }) | null> {
  const { rows } = await pool.query<Floors & { keepFrom: Date }>(
    `WITH newest AS (
       SELECT * FROM retention_passes
        WHERE made_at <= clock_timestamp() - $1 * interval '1 ms' ORDER BY id DESC LIMIT 1),
     forgotten AS (
       DELETE FROM retention_passes p USING newest n WHERE p.id < n.id)
     SELECT position_floor AS "positionFloor", alert_floor AS "alertFloor", keep_from AS "keepFrom"
       FROM newest`,
    [lingerMs],
  );
  return rows[0] ?? null;
}

async function readBounds(pool: pg.Pool): Promise<Bounds> {
  const { rows } = await pool.query<Bounds>(
    `SELECT s.epoch, s.position, s.alert_seq AS "alertSeq", s.position_floor AS "positionFloor",
            s.alert_floor AS "alertFloor", a.position AS unpublished
       FROM store s CROSS JOIN relay r LEFT JOIN alerts a ON a.seq = r.published_seq + 1`,
  );
  const bounds = rows[0];
  if (!bounds) throw new Error('The store has no row: was the database migrated?');
  return bounds;
}

async function moveFloors(pool: pg.Pool, bounds: Bounds, keepFrom: number): Promise<Floors> {
  const { positionFloor, alertFloor, unpublished } = bounds;
  const older = await lastIndexedBefore(
    pool,
    { from: positionFloor, to: bounds.position },
    keepFrom,
  );
  const position = Math.max(positionFloor, Math.min(older, (unpublished ?? Infinity) - 1));
  const alertSeq = await lastRaisedUpTo(pool, { from: alertFloor, to: bounds.alertSeq }, position);
  if (position > positionFloor || alertSeq > alertFloor) {
    await pool.query(
      `UPDATE store SET position_floor = greatest(position_floor, $1),
                        alert_floor = greatest(alert_floor, $2)
        WHERE epoch = $3`,
      [position, alertSeq, bounds.epoch],
    );
  }
  return { positionFloor: position, alertFloor: alertSeq };
}

interface Range {
  /** What is looked for is this number or a later one. */
  from: number;
  to: number;
}

/** Times of indexing rise with positions; the clocks of two indexers may differ by a little. */
function lastIndexedBefore(pool: pg.Pool, range: Range, time: number): Promise<number> {
  return lastNumber(range, async (position) => {
    const { rows } = await pool.query<{ before: boolean }>(
      'SELECT ingested_at < $2 AS before FROM detections WHERE position = $1',
      [position, new Date(time)],
    );
    return isBefore(rows);
  });
}

function lastRaisedUpTo(pool: pg.Pool, range: Range, position: number): Promise<number> {
  return lastNumber(range, async (seq) => {
    const { rows } = await pool.query<{ before: boolean }>(
      'SELECT position <= $2 AS before FROM alerts WHERE seq = $1',
      [seq, position],
    );
    return isBefore(rows);
  });
}

/** A row that is not there was deleted by an earlier pass. */
function isBefore([row]: readonly { before: boolean }[]): boolean {
  return row?.before ?? true;
}

/**
 * Whatever was computed before: nothing above the floor is deleted, also where the database has become
 * another one meanwhile.
 */
const FLOOR: Record<Log, string> = {
  detections: '(SELECT position_floor FROM store)',
  alerts: '(SELECT alert_floor FROM store)',
};

async function deleteUpTo(
  pool: pg.Pool,
  log: Log,
  last: number,
  signal: AbortSignal,
): Promise<number> {
  const number = log === 'detections' ? 'position' : 'seq';
  const { rows } = await pool.query<{ first: number | null }>(
    `SELECT min(${number}) AS first FROM ${log}`,
  );
  let deleted = 0;
  for (let first = rows[0]?.first ?? Infinity; first <= last; first += ROWS_AT_ONCE) {
    if (signal.aborted) break;
    const { rowCount } = await pool.query(
      `DELETE FROM ${log} WHERE ${number} >= $1 AND ${number} <= least($2::bigint, ${FLOOR[log]})`,
      [first, Math.min(last, first + ROWS_AT_ONCE - 1)],
    );
    deleted += rowCount ?? 0;
  }
  return deleted;
}

/** Blocks all of whose rows are deleted, but for the one whose totals all later counts are based on. */
async function deleteBlocks(pool: pg.Pool, log: Log, last: number): Promise<void> {
  await pool.query(
    `DELETE FROM blocks
      WHERE log = $1 AND number < (
        SELECT max(number) FROM blocks
         WHERE log = $1 AND totals IS NOT NULL AND number < least($2::bigint, ${FLOOR[log]}) / $3::int)`,
    [LOG[log], last, BLOCK_SIZE],
  );
}

async function deleteQuarantined(
  pool: pg.Pool,
  before: number,
  signal: AbortSignal,
): Promise<number> {
  let deleted = 0;
  for (let more = true; more && !signal.aborted;) {
    // From the first id on: there is no index by time, and the oldest stand there.
    const { rowCount } = await pool.query(
      `WITH oldest AS (SELECT id, ingested_at FROM quarantine ORDER BY id LIMIT $1)
       DELETE FROM quarantine WHERE id IN (SELECT id FROM oldest WHERE ingested_at < $2)`,
      [QUARANTINED_AT_ONCE, new Date(before)],
    );
    deleted += rowCount ?? 0;
    more = rowCount === QUARANTINED_AT_ONCE;
  }
  return deleted;
}
