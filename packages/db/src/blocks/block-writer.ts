import type pg from 'pg';
import {
  BLOCK_SIZE,
  LOG,
  blockOf,
  decodeSeries,
  decodeTotals,
  encodeTimes,
  type Log,
} from './block-codec.ts';
import { writeTallies } from './block-tallies.ts';
import { encodePostings } from './postings-codec.ts';
import { encodeQuarters } from './quarters-codec.ts';
import type { SeriesGroupsReader } from './series-groups.ts';

/** How the rows of a block are read back from the log that they belong to: number, series and time. */
const ROWS_OF: Record<Log, string> = {
  detections: `SELECT position, series_id, detected_at FROM detections
     WHERE position > $1 AND position <= $2 ORDER BY position`,
  alerts: `SELECT a.seq, a.series_id, d.detected_at FROM alerts a JOIN detections d USING (position)
     WHERE a.seq > $1 AND a.seq <= $2 ORDER BY a.seq`,
};

const FLOOR_OF: Record<Log, string> = {
  detections: 'SELECT position_floor AS floor FROM store',
  alerts: 'SELECT alert_floor AS floor FROM store',
};

/** Stands where retention has deleted a row: ids begin at 1, and no view reaches below the floor. */
const NO_SERIES = 0;

export interface BlockRows {
  count: number;
  /** Series id of each row. */
  series: ArrayLike<number>;
  /** ms since 1970 of each row. */
  times: ArrayLike<number>;
}

export interface BlockWriter {
  /**
   * Takes note of rows that the open transaction has written at `first`, `first + 1`, ..., and
   * writes every block that they complete.
   */
  append(client: pg.ClientBase, first: number, rows: BlockRows): Promise<void>;
  /** Forgets everything: after a transaction whose rows may not be there. */
  reset(): void;
}

/**
 * Builds the blocks of one log inside the ingest transaction.
 *
 * The rows of the open block are kept in memory. Those that another writer added, or that were there
 * before this process began, are read back when the block is complete and at no other time.
 */
export function createBlockWriter(log: Log, groups: SeriesGroupsReader): BlockWriter {
  const series = new Uint32Array(BLOCK_SIZE);
  const times = new Float64Array(BLOCK_SIZE);
  let openBlock = -1;
  /** Rows of the open block that are known: the block is read back unless this is all. */
  let known = 0;
  let totals: RunningTotals | null = null;

  async function seal(client: pg.ClientBase, number: number): Promise<void> {
    if (known < BLOCK_SIZE) await readBack(client, number);
    totals = await totalsBefore(client, log, number, totals);
    addTo(totals, series);
    totals.block = number;
    // Totals cost 8 bytes a series: one in so many blocks bounds them to 4 bytes a row.
    const due = (number - totals.writtenAt) * BLOCK_SIZE >= 2 * totals.counts.length;
    if (due) totals.writtenAt = number;
    const { min, max, bytes } = encodeTimes(times);
    await client.query(
      `INSERT INTO blocks
         (log, number, detected_min, detected_max, series, detected, totals, postings, quarters)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        LOG[log],
        number,
        new Date(min),
        new Date(max),
        Buffer.from(series.buffer),
        bytes,
        due ? Buffer.from(totals.counts.buffer) : null,
        encodePostings(series),
        encodeQuarters(times),
      ],
    );
    await writeTallies(client, groups, { log: LOG[log], number, series, times });
  }

  async function readBack(client: pg.ClientBase, number: number): Promise<void> {
    const base = number * BLOCK_SIZE;
    const { rows } = await client.query<[number, number, Date]>({
      text: ROWS_OF[log],
      values: [base, base + BLOCK_SIZE],
      rowMode: 'array',
    });
    const dropped = await droppedOf(client, base, rows.length);
    const oldest = rows[0]?.[2].getTime() ?? 0;
    series.fill(NO_SERIES, 0, dropped);
    times.fill(oldest, 0, dropped);
    let kept = 0;
    for (const [at, seriesId, detectedAt] of rows) {
      const slot = at - base - 1;
      series[slot] = seriesId;
      times[slot] = detectedAt.getTime();
      if (slot >= dropped) kept += 1;
    }
    if (dropped + kept < BLOCK_SIZE) {
      throw new Error(
        `Block ${String(number)} of ${log} has ${String(kept)} rows instead of ${String(BLOCK_SIZE - dropped)}: the log has a hole.`,
      );
    }
  }

  /** How many rows of the block, from its first, may be missing. */
  async function droppedOf(client: pg.ClientBase, base: number, found: number): Promise<number> {
    if (found === BLOCK_SIZE) return 0;
    const { rows } = await client.query<{ floor: number }>(FLOOR_OF[log]);
    return Math.max(0, (rows[0]?.floor ?? 0) - base);
  }

  return {
    async append(client, first, rows) {
      for (let index = 0; index < rows.count; index++) {
        const position = first + index;
        const block = blockOf(position);
        if (block !== openBlock) {
          openBlock = block;
          known = 0;
        }
        const slot = (position - 1) % BLOCK_SIZE;
        series[slot] = rows.series[index] ?? 0;
        times[slot] = rows.times[index] ?? 0;
        known += 1;
        if (slot === BLOCK_SIZE - 1) await seal(client, block);
      }
    },
    reset() {
      openBlock = -1;
      known = 0;
      totals = null;
    },
  };
}

interface RunningTotals {
  /** Through the end of this block; -1 before the first. */
  block: number;
  /** By series id. */
  counts: Float64Array;
  /** The newest block that holds totals; -1 when none does. */
  writtenAt: number;
}

/** Totals through the block before `number`: those in memory, or else from the newest that was written. */
async function totalsBefore(
  client: pg.ClientBase,
  log: Log,
  number: number,
  inMemory: RunningTotals | null,
): Promise<RunningTotals> {
  if (inMemory?.block === number - 1) return inMemory;
  const { rows: written } = await client.query<{ number: number; totals: Buffer }>(
    `SELECT number, totals FROM blocks
      WHERE log = $1 AND number < $2 AND totals IS NOT NULL ORDER BY number DESC LIMIT 1`,
    [LOG[log], number],
  );
  const from = written[0];
  const totals: RunningTotals = from
    ? { block: from.number, counts: decodeTotals(from.totals), writtenAt: from.number }
    : { block: -1, counts: new Float64Array(0), writtenAt: -1 };
  const { rows: since } = await client.query<{ series: Buffer }>(
    'SELECT series FROM blocks WHERE log = $1 AND number > $2 AND number < $3 ORDER BY number',
    [LOG[log], totals.block, number],
  );
  for (const block of since) addTo(totals, decodeSeries(block.series));
  totals.block = number - 1;
  return totals;
}

function addTo(totals: RunningTotals, series: Uint32Array): void {
  let largest = 0;
  for (const id of series) if (id > largest) largest = id;
  if (largest >= totals.counts.length) {
    const larger = new Float64Array(largest + 1);
    larger.set(totals.counts);
    totals.counts = larger;
  }
  const { counts } = totals;
  for (const id of series) counts[id] = (counts[id] ?? 0) + 1;
}
