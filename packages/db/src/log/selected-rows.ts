import { BLOCK_SIZE, LOG, type Log } from '../blocks/block-codec.ts';
import { postedRow, rowOf, seriesOf } from '../blocks/postings-codec.ts';
import { StoreChangedError } from '../ingest/ingest-batch.ts';
import { copyOut } from './copy-out.ts';
import { isEpoch } from './epoch.ts';
import { throughBlocks, type LogSource } from './log-source.ts';
import { placesOf, type PlaceSources } from './posting-places.ts';
import { readPostings } from './read-postings.ts';
import type { Rows } from './rows.ts';
import type { Selection } from './series-selection.ts';
import { createSharedCache } from './shared-cache.ts';

/** The rows of a selection in a complete block, by column. */
export interface SelectedRows {
  readonly block: number;
  /** Ascending, from 0. */
  readonly rows: Uint16Array;
  /** Series id of each. */
  readonly series: Uint32Array;
  /** ms since 1970 of each; NaN until it is read. */
  readonly times: Float64Array;
}

/** One of them. */
export interface SelectedRow {
  of: SelectedRows;
  index: number;
}

/** Up to so many series it is cheaper to read what belongs to them alone. */
export const FEW_SERIES = 64;

export interface SelectedRowsReader {
  /** Of each block, in their order; for few series. */
  read(blocks: readonly number[], selection: Selection): Promise<SelectedRows[]>;
  /** Knows the times of these rows afterwards. */
  readTimes(rows: readonly SelectedRow[]): Promise<void>;
}

const CACHE_BYTES = 16 * 1024 * 1024;
const BYTES_OF_ROW = 14;
/** Three arrays and a key. */
const BYTES_BESIDE = 500;

interface Sources extends PlaceSources {
  source: LogSource;
  log: Log;
  /** All rows of a block, for one that has no postings. */
  allRows: (block: number) => Promise<Rows>;
}

export function createSelectedRowsReader(sources: Sources): SelectedRowsReader {
  const { source, log, allRows } = sources;
  const cache = createSharedCache<SelectedRows>(
    CACHE_BYTES,
    ({ rows }) => BYTES_BESIDE + BYTES_OF_ROW * rows.length,
  );

  async function readMissing(
    blocks: readonly number[],
    selection: Selection,
  ): Promise<Map<number, SelectedRows>> {
    const places = await placesOf(sources, blocks, selection);
    const posted = await readPostings(source, log, places, selection);
    const looked = new Set(places.map(({ block }) => block));
    const read = new Map<number, SelectedRows>();
    for (const block of blocks) {
      const rows = looked.has(block) ? posted.get(block) : new Float64Array();
      if (rows === undefined) throw gone(log, `block ${block}`);
      read.set(block, selectedRows(block, rows ?? pick(await allRows(block), selection)));
    }
    return read;
  }

  return {
    async read(blocks, selection) {
      if (selection.ids.length === 0) {
        return blocks.map((block) => selectedRows(block, new Float64Array()));
      }
      const keyOf = (block: number): string => `${block} ${selection.key}`;
      const kept = blocks.map((block) => cache.peek(keyOf(block)));
      const missing = blocks.filter((_, index) => kept[index] === undefined);
      if (missing.length === 0) return kept.filter((rows) => rows !== undefined);
      const read = await readMissing(missing, selection);
      for (const [block, rows] of read) cache.keep(keyOf(block), rows);
      return blocks.flatMap((block, index) => kept[index] ?? read.get(block) ?? []);
    },
    async readTimes(rows) {
      const unknown = rows.filter(({ of, index }) => Number.isNaN(of.times[index]));
      if (unknown.length === 0) return;
      const blocks = unknown.map(({ of }) => of.block);
      const times = await source.ask(throughBlocks(log, blocks), (pool) =>
        copyOut(pool, timesOf(log, source.epoch, unknown)),
      );
      const found: number[] = [];
      while (times.next()) found.push(times.time() + offsetOf(times.bytes()));
      // A block that is gone leaves no gap: whose times these are is not known then.
      if (found.length < unknown.length) throw gone(log, 'a block');
      unknown.forEach(({ of, index }, place) => {
        of.times[index] = found[place] ?? NaN;
      });
    },
  };
}

/** The smallest time of the block of each row, and how much later the row is, as the block has it. */
function timesOf(log: Log, epoch: string, rows: readonly SelectedRow[]): string {
  const blocks = rows.map(({ of }) => of.block);
  const places = rows.map(({ of, index }) => of.rows[index] ?? 0);
  return `
    SELECT b.detected_min, substring(b.detected FROM w.bytes * p.row + 1 FOR w.bytes)
      FROM unnest('{${blocks.join()}}'::int[], '{${places.join()}}'::int[])
           WITH ORDINALITY AS p (number, row, place)
      JOIN blocks b ON b.log = ${LOG[log]} AND b.number = p.number
     CROSS JOIN LATERAL (SELECT octet_length(b.detected) / ${BLOCK_SIZE} AS bytes) w
     WHERE ${isEpoch(epoch)} ORDER BY p.place`;
}

function offsetOf(bytes: Buffer | null): number {
  if (bytes?.length === 4) return bytes.readUInt32LE();
  if (bytes?.length === 8) return bytes.readDoubleLE();
  throw new Error('A block lacks the time of a row.');
}

function pick({ series }: Rows, { mask }: Selection): Float64Array {
  const picked: number[] = [];
  series.forEach((id, row) => {
    if (mask[id] === 1) picked.push(postedRow(row, id));
  });
  return Float64Array.from(picked);
}

function selectedRows(block: number, posted: Float64Array): SelectedRows {
  return {
    block,
    rows: Uint16Array.from(posted, rowOf),
    series: Uint32Array.from(posted, seriesOf),
    times: new Float64Array(posted.length).fill(NaN),
  };
}

function gone(log: Log, what: string): StoreChangedError {
  return new StoreChangedError(
    `${what} of ${log} is gone: the database was reset, restored or cut by retention`,
  );
}
