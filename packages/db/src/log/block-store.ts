import type pg from 'pg';
import {
  BLOCK_SIZE,
  decodeSeries,
  decodeTimes,
  decodeTotals,
  LOG,
  type Log,
} from '../blocks/block-codec.ts';
import { StoreChangedError } from '../ingest/ingest-batch.ts';
import { createOpenBlock } from './open-block.ts';
import type { Rows } from './rows.ts';
import { createSharedCache, type SharedCache } from './shared-cache.ts';

export interface BlockHeader {
  /** ms since 1970, of all its rows. */
  readonly min: number;
  readonly max: number;
  readonly hasTotals: boolean;
}

export interface BlockStore {
  /** By number, of the complete blocks that are known; those that retention dropped are undefined. */
  readonly headers: readonly (BlockHeader | undefined)[];
  /** Knows the headers of all blocks that are complete at this head afterwards. */
  reach(head: number): Promise<void>;
  /** At least the rows [start, end) of a block; `reach` must have come to them. */
  rows(block: number, start: number, end: number): Promise<Rows>;
  /** The same, for one who goes through all of the log: what is not kept yet is not kept then. */
  passingRows(block: number, start: number, end: number): Promise<Rows>;
  /** Rows of each series in the whole log up to the end of the block; it must have totals. */
  totals(block: number): Promise<Float64Array>;
}

/** What is kept of the blocks of both logs: nothing that was committed ever changes. */
export interface BlockCaches {
  rows: SharedCache<Rows>;
  totals: SharedCache<Float64Array>;
}

/** A block's rows take 512 KB, its totals 8 bytes for each series: a third of the bytes or less. */
const SHARE_OF_TOTALS = 1 / 4;

export function createBlockCaches(maxBytes: number): BlockCaches {
  return {
    rows: createSharedCache(
      maxBytes * (1 - SHARE_OF_TOTALS),
      ({ series, offsets }) => series.byteLength + offsets.byteLength,
    ),
    totals: createSharedCache(maxBytes * SHARE_OF_TOTALS, (totals) => totals.byteLength),
  };
}

const HEADERS_FROM = `
  SELECT number, detected_min, detected_max, totals IS NOT NULL FROM blocks
   WHERE log = $1 AND number >= $2 AND number < $3 AND (SELECT epoch FROM store) = $4
   ORDER BY number`;
const ROWS = `
  SELECT series, detected, detected_min AS min FROM blocks
   WHERE log = $1 AND number = $2 AND (SELECT epoch FROM store) = $3`;
const TOTALS = `
  SELECT totals FROM blocks
   WHERE log = $1 AND number = $2 AND (SELECT epoch FROM store) = $3`;

export function createBlockStore(
  pool: pg.Pool,
  log: Log,
  epoch: string,
  caches: BlockCaches,
): BlockStore {
  const headers: (BlockHeader | undefined)[] = [];
  const open = createOpenBlock(pool, log, epoch);
  let reading: Promise<void> | null = null;

  async function readHeaders(complete: number): Promise<void> {
    const { rows } = await pool.query<[number, Date, Date, boolean]>({
      text: HEADERS_FROM,
      values: [LOG[log], headers.length, complete, epoch],
      rowMode: 'array',
    });
    if (rows.at(-1)?.[0] !== complete - 1) throw gone(`Block ${complete - 1}`);
    for (const [number, min, max, hasTotals] of rows) {
      while (headers.length < number) headers.push(undefined);
      headers.push({ min: min.getTime(), max: max.getTime(), hasTotals });
    }
  }

  async function readRows(block: number): Promise<Rows> {
    const { rows } = await pool.query<{ series: Buffer; detected: Buffer; min: Date }>(ROWS, [
      LOG[log],
      block,
      epoch,
    ]);
    const [read] = rows;
    if (!read) throw gone(`Block ${block}`);
    return {
      first: block * BLOCK_SIZE + 1,
      series: decodeSeries(read.series),
      base: read.min.getTime(),
      offsets: decodeTimes(read.detected),
    };
  }

  async function readTotals(block: number): Promise<Float64Array> {
    const { rows } = await pool.query<{ totals: Buffer | null }>(TOTALS, [LOG[log], block, epoch]);
    const totals = rows[0]?.totals;
    if (!totals) throw gone(`Totals of block ${block}`);
    return decodeTotals(totals);
  }

  function gone(what: string): StoreChangedError {
    return new StoreChangedError(
      `${what} of ${log} is gone: the database was reset, restored or cut by retention`,
    );
  }

  return {
    headers,
    async reach(head) {
      const complete = Math.floor(head / BLOCK_SIZE);
      while (headers.length < complete) {
        reading ??= readHeaders(complete).finally(() => {
          reading = null;
        });
        await reading;
      }
    },
    async rows(block, start, end) {
      if (block >= headers.length) return await open.rows(block, start, end);
      return await caches.rows.get(`${log} ${block}`, () => readRows(block));
    },
    async passingRows(block, start, end) {
      if (block >= headers.length) return await open.rows(block, start, end);
      return caches.rows.peek(`${log} ${block}`) ?? (await readRows(block));
    },
    async totals(block) {
      return await caches.totals.get(`${log} ${block}`, () => readTotals(block));
    },
  };
}
