import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import {
  BLOCK_SIZE,
  decodeSeries,
  decodeTimes,
  decodeTotals,
  LOG,
  type Log,
} from '../blocks/block-codec.ts';

/** Consecutive rows of a log, by column: a complete block, or the rows after the last one. */
export interface Rows {
  /** Position of the first row. */
  first: number;
  count: number;
  series: Uint32Array;
  /** ms since 1970, by row. */
  timeOf: (row: number) => number;
}

export interface BlockHeader {
  number: number;
  /** ms since 1970 */
  min: number;
  max: number;
  hasTotals: boolean;
}

export interface BlockStore {
  /** Headers of all complete blocks, by number; knows those that were committed before the call. */
  headers(): Promise<readonly BlockHeader[]>;
  rows(number: number): Promise<Rows>;
  /** Rows of each series in the whole log up to the end of the block; it must have totals. */
  totals(number: number): Promise<Float64Array>;
  /** The rows after `after` (a multiple of the block size) up to `upTo`. */
  tail(after: number, upTo: number): Promise<Rows>;
}

const TAIL_OF: Record<Log, string> = {
  detections: `SELECT series_id, detected_at FROM detections
     WHERE position > $1 AND position <= $2 ORDER BY position`,
  alerts: `SELECT a.series_id, d.detected_at FROM alerts a JOIN detections d USING (position)
     WHERE a.seq > $1 AND a.seq <= $2 ORDER BY a.seq`,
};

/**
 * The blocks of a log and the rows after them, cached: nothing that was committed ever changes.
 * `maxBytes` bounds what is kept of blocks.
 */
export function createBlockStore(pool: pg.Pool, log: Log, maxBytes: number): BlockStore {
  const headers: BlockHeader[] = [];
  const columns = new LRUCache<string, Rows | Float64Array>({
    maxSize: maxBytes,
    sizeCalculation: (value) =>
      value instanceof Float64Array ? value.byteLength + 1 : value.count * 8,
  });
  const tail = { after: -1, count: 0, series: new Uint32Array(0), times: new Float64Array(0) };
  /** One reader at a time extends the tail. */
  let extending: Promise<void> = Promise.resolve();

  async function readRows(number: number): Promise<Rows> {
    const { rows } = await pool.query<{ series: Buffer; detected: Buffer; min: Date }>(
      'SELECT series, detected, detected_min AS min FROM blocks WHERE log = $1 AND number = $2',
      [LOG[log], number],
    );
    const [block] = rows;
    if (!block) throw new Error(`Block ${String(number)} of ${log} is missing.`);
    const offsets = decodeTimes(block.detected);
    const min = block.min.getTime();
    return {
      first: number * BLOCK_SIZE + 1,
      count: BLOCK_SIZE,
      series: decodeSeries(block.series),
      timeOf: (row) => min + (offsets[row] ?? 0),
    };
  }

  async function readTotals(number: number): Promise<Float64Array> {
    const { rows } = await pool.query<{ totals: Buffer | null }>(
      'SELECT totals FROM blocks WHERE log = $1 AND number = $2',
      [LOG[log], number],
    );
    const totals = rows[0]?.totals;
    if (!totals) throw new Error(`Block ${String(number)} of ${log} has no totals.`);
    return decodeTotals(totals);
  }

  async function extendTail(after: number, upTo: number): Promise<void> {
    if (tail.after !== after) {
      Object.assign(tail, {
        after,
        count: 0,
        series: new Uint32Array(BLOCK_SIZE),
        times: new Float64Array(BLOCK_SIZE),
      });
    }
    const known = after + tail.count;
    if (upTo <= known) return;
    const { rows } = await pool.query<[number, Date]>({
      text: TAIL_OF[log],
      values: [known, upTo],
      rowMode: 'array',
    });
    for (const [seriesId, detectedAt] of rows) {
      tail.series[tail.count] = seriesId;
      tail.times[tail.count] = detectedAt.getTime();
      tail.count += 1;
    }
  }

  return {
    async headers() {
      const { rows } = await pool.query<{ number: number; min: Date; max: Date; has: boolean }>(
        `SELECT number, detected_min AS min, detected_max AS max, totals IS NOT NULL AS has
           FROM blocks WHERE log = $1 AND number >= $2 ORDER BY number`,
        [LOG[log], headers.length],
      );
      for (const { number, min, max, has } of rows) {
        headers[number] = { number, min: min.getTime(), max: max.getTime(), hasTotals: has };
      }
      return headers;
    },
    async rows(number) {
      const key = `rows ${String(number)}`;
      const cached = columns.get(key);
      if (cached && !(cached instanceof Float64Array)) return cached;
      const read = await readRows(number);
      columns.set(key, read);
      return read;
    },
    async totals(number) {
      const key = `totals ${String(number)}`;
      const cached = columns.get(key);
      if (cached instanceof Float64Array) return cached;
      const read = await readTotals(number);
      columns.set(key, read);
      return read;
    },
    async tail(after, upTo) {
      extending = extending.then(
        () => extendTail(after, upTo),
        () => extendTail(after, upTo),
      );
      await extending;
      const { series, times } = tail;
      return {
        first: after + 1,
        count: upTo - after,
        series,
        timeOf: (row) => times[row] ?? 0,
      };
    },
  };
}
