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
  /** The first `count` rows of the block, at least; it must not be complete. */
  rows(block: number, count: number): Promise<Rows>;
}

/** Appended to in place: whoever holds it looks no further than the rows that were there for them. */
interface GrowingRows extends Rows {
  readonly block: number;
  readonly offsets: Float64Array;
  count: number;
  extending: Promise<void> | null;
}

export function createOpenBlock(pool: pg.Pool, log: Log, epoch: string): OpenBlock {
  let newest: GrowingRows | null = null;

  async function extend(open: GrowingRows, count: number): Promise<void> {
    const before = open.first - 1;
    const { rows } = await pool.query<{ count: number; series: Buffer; times: Buffer }>(
      ROWS_AFTER[log],
      [before + open.count, before + count, epoch],
    );
    const [read] = rows;
    if (read?.count !== count - open.count) {
      throw new StoreChangedError('rows are gone: the database was reset or restored');
    }
    for (let row = 0; row < read.count; row++) {
      open.series[open.count + row] = read.series.readUInt32BE(4 * row);
      open.offsets[open.count + row] = readSafeInt64(read.times, 8 * row);
    }
    open.count = count;
  }

  return {
    async rows(block, count) {
      let open = newest;
      if (open?.block !== block) {
        open = emptyBlock(block);
        // A caller with an old snapshot may still ask for the block before.
        if (!newest || block > newest.block) newest = open;
      }
      const wanted = open;
      while (wanted.count < count) {
        wanted.extending ??= extend(wanted, count).finally(() => {
          wanted.extending = null;
        });
        await wanted.extending;
      }
      return wanted;
    },
  };
}

function emptyBlock(block: number): GrowingRows {
  return {
    block,
    first: block * BLOCK_SIZE + 1,
    series: new Uint32Array(BLOCK_SIZE),
    base: 0,
    offsets: new Float64Array(BLOCK_SIZE),
    count: 0,
    extending: null,
  };
}

/** Two halves are several times faster than a BigInt; times are far below 2^53. */
function readSafeInt64(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4);
}
