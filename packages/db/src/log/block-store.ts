import {
  BLOCK_SIZE,
  decodeSeries,
  decodeTimes,
  decodeTotals,
  LOG,
  type Log,
} from '../blocks/block-codec.ts';
import { StoreChangedError } from '../ingest/ingest-batch.ts';
import { copyOut } from './copy-out.ts';
import { isEpoch } from './epoch.ts';
import { throughBlocks, type LogSource } from './log-source.ts';
import { createOpenBlock } from './open-block.ts';
import type { Rows } from './rows.ts';
import { createSelectedRowsReader, FEW_SERIES, type SelectedRowsReader } from './selected-rows.ts';
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
  /** The rows of few series in complete blocks. */
  readonly selected: SelectedRowsReader;
  /** Rows of each series in the whole log up to the end of the block; it must have totals. */
  totals(block: number): Promise<Float64Array>;
  /** The sum of the totals of these series. */
  sumTotals(block: number, series: readonly number[]): Promise<number>;
}

/** What is kept of the blocks of both logs: nothing that was committed ever changes. */
export interface BlockCaches {
  rows: SharedCache<Rows>;
  totals: SharedCache<Float64Array>;
}

/** A block's rows take 512 KB, its totals 8 bytes for each series: a third of the bytes or less. */
const SHARE_OF_TOTALS = 1 / 3;

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
export function createBlockStore(source: LogSource, log: Log, caches: BlockCaches): BlockStore {
  const { epoch } = source;
  const headers: (BlockHeader | undefined)[] = [];
  const open = createOpenBlock(source, log);
  let reading: Promise<void> | null = null;

  async function readHeaders(complete: number): Promise<void> {
    const { rows } = await source.ask(throughBlocks(log, [complete - 1]), (pool) =>
      pool.query<[number, Date, Date, boolean]>({
        text: HEADERS_FROM,
        values: [LOG[log], headers.length, complete, epoch],
        rowMode: 'array',
      }),
    );
    if (rows.at(-1)?.[0] !== complete - 1) throw gone(`Block ${complete - 1}`);
    for (const [number, min, max, hasTotals] of rows) {
      while (headers.length < number) headers.push(undefined);
      headers.push({ min: min.getTime(), max: max.getTime(), hasTotals });
    }
  }

  /** Where a block's columns are. */
  function fromBlock(block: number): string {
    return `FROM blocks WHERE log = ${LOG[log]} AND number = ${block} AND ${isEpoch(epoch)}`;
  }

  async function readRows(block: number): Promise<Rows> {
    const read = await source.ask(throughBlocks(log, [block]), (pool) =>
      copyOut(pool, `SELECT detected_min, series, detected ${fromBlock(block)}`),
    );
    if (!read.next()) throw gone(`Block ${block}`);
    const base = read.time();
    const series = read.bytes();
    const offsets = read.bytes();
    if (!series || !offsets) throw new Error(`Block ${block} of ${log} lacks a column.`);
    return {
      first: block * BLOCK_SIZE + 1,
      series: decodeSeries(series),
      base,
      offsets: decodeTimes(offsets),
    };
  }

  async function readTotals(block: number): Promise<Float64Array> {
    const read = await source.ask(throughBlocks(log, [block]), (pool) =>
      copyOut(pool, `SELECT totals ${fromBlock(block)}`),
    );
    const totals = read.next() ? read.bytes() : null;
    if (!totals) throw gone(`Totals of block ${block}`);
    return decodeTotals(totals);
  }

  async function totals(block: number): Promise<Float64Array> {
    return await caches.totals.get(`${log} ${block}`, () => readTotals(block));
  }

  /**
   * Of each block with totals those of the series, in their order: Postgres reads and sends the few bytes
   * that are asked for, instead of half a megabyte.
   */
  async function readFewTotals(
    blocks: readonly number[],
    series: readonly number[],
  ): Promise<Map<number, number[]>> {
    const parts = series.map((id) => `substring(totals FROM ${8 * id + 1} FOR 8)`);
    const read = await source.ask(throughBlocks(log, blocks), (pool) =>
      copyOut(
        pool,
        `SELECT ${['number', ...parts].join()} FROM blocks
          WHERE log = ${LOG[log]} AND number = ANY ('{${blocks.join()}}'::int[]) AND ${isEpoch(epoch)}`,
      ),
    );
    const totals = new Map<number, number[]>();
    while (read.next()) {
      const block = read.int32();
      totals.set(
        block,
        series.map(() => readTotal(read.bytes())),
      );
    }
    const missing = blocks.find((block) => !totals.has(block));
    if (missing !== undefined) throw gone(`Totals of block ${missing}`);
    return totals;
  }

  function gone(what: string): StoreChangedError {
    return new StoreChangedError(
      `${what} of ${log} is gone: the database was reset, restored or cut by retention`,
    );
  }

  async function allRows(block: number): Promise<Rows> {
    return await caches.rows.get(`${log} ${block}`, () => readRows(block));
  }

  return {
    headers,
    selected: createSelectedRowsReader({ source, log, headers, allRows, readFewTotals }),
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
      return await allRows(block);
    },
    async passingRows(block, start, end) {
      if (block >= headers.length) return await open.rows(block, start, end);
      return caches.rows.peek(`${log} ${block}`) ?? (await readRows(block));
    },
    async sumTotals(block, series) {
      const kept = caches.totals.peek(`${log} ${block}`);
      if (kept || series.length > FEW_SERIES) return sumOf(kept ?? (await totals(block)), series);
      return sumUp((await readFewTotals([block], series)).get(block));
    },
    totals,
  };
}

/** Of a series that came later there is nothing. */
function readTotal(bytes: Buffer | null): number {
  return bytes?.length === 8 ? bytes.readDoubleLE() : 0;
}

function sumUp(totals: readonly number[] = []): number {
  return totals.reduce((sum, total) => sum + total, 0);
}

function sumOf(totals: Float64Array, series: readonly number[]): number {
  let sum = 0;
  for (const id of series) sum += totals[id] ?? 0;
  return sum;
}
