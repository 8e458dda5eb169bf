import type pg from 'pg';
import { BLOCK_SIZE, type Log } from '../blocks/block-codec.ts';
import { StoreChangedError } from '../ingest/ingest-batch.ts';
import type { Rows } from './rows.ts';

/** By column, in one value each: thousands of rows cost the reader a copy, not an object each. */
const columnsOf = (rows: string): string => `
  SELECT count(*)::int AS count,
         string_agg(int4send(series_id), ''::bytea ORDER BY number) AS series,
         string_agg(int8send((extract(epoch FROM detected_at) * 1000)::bigint), ''::bytea ORDER BY number) AS times
    FROM (${rows}) AS log (number, series_id, detected_at)
   WHERE (SELECT epoch FROM store) = $3`;
const ROWS_AFTER: Record<Log, string> = {
  detections: columnsOf(`SELECT position, series_id, detected_at FROM detections
    WHERE position > $1 AND position <= $2`),
  alerts: columnsOf(`SELECT a.seq, a.series_id, d.detected_at
    FROM alerts a JOIN detections d USING (position) WHERE a.seq > $1 AND a.seq <= $2`),
};

/** The rows after the last complete block, read as they come. */
export interface OpenBlock {
  /** At least the rows [start, end) of the block, which must not be complete. */
  rows(block: number, start: number, end: number): Promise<Rows>;
}

/** Appended to in place: whoever holds it looks no further than the rows that were there for them. */
interface GrowingRows extends Rows {
  readonly block: number;
  readonly offsets: Float64Array;
  /** Rows [start, end) are known; those before may have been dropped by retention. */
  readonly start: number;
  end: number;
  extending: Promise<void> | null;
}

export function createOpenBlock(pool: pg.Pool, log: Log, epoch: string): OpenBlock {
  let newest: GrowingRows | null = null;

  async function extend(open: GrowingRows, end: number): Promise<void> {
    const before = open.first - 1;
    const { rows } = await pool.query<{ count: number; series: Buffer; times: Buffer }>(
      ROWS_AFTER[log],
      [before + open.end, before + end, epoch],
    );
    const [read] = rows;
    if (read?.count !== end - open.end) {
      throw new StoreChangedError(
        `rows of ${log} are gone: the database was reset, restored or cut by retention`,
      );
    }
    for (let row = 0; row < read.count; row++) {
      open.series[open.end + row] = read.series.readUInt32BE(4 * row);
      open.offsets[open.end + row] = readSafeInt64(read.times, 8 * row);
    }
    open.end = end;
  }

  return {
    async rows(block, start, end) {
      let open = newest;
      if (open?.block !== block || open.start > start) {
        open = emptyBlock(block, start);
        // A caller with an old snapshot may still ask for the block before.
        if (!newest || block >= newest.block) newest = open;
      }
      const wanted = open;
      while (wanted.end < end) {
        wanted.extending ??= extend(wanted, end).finally(() => {
          wanted.extending = null;
        });
        await wanted.extending;
      }
      return wanted;
    },
  };
}

function emptyBlock(block: number, start: number): GrowingRows {
  return {
    block,
    first: block * BLOCK_SIZE + 1,
    series: new Uint32Array(BLOCK_SIZE),
    base: 0,
    offsets: new Float64Array(BLOCK_SIZE),
    start,
    end: start,
    extending: null,
  };
}

/** Two halves are several times faster than a BigInt; times are far below 2^53. */
function readSafeInt64(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4);
}
