import { decodeSeries, LOG, type Log } from '../blocks/block-codec.ts';
import { forEachRun } from '../blocks/quarters-codec.ts';
import { copyOut } from './copy-out.ts';
import { isEpoch } from './epoch.ts';
import { throughBlocks, type LogSource } from './log-source.ts';
import type { SelectedRows, SelectedRowsReader } from './selected-rows.ts';
import type { Selection } from './series-selection.ts';
import { createSharedCache } from './shared-cache.ts';

/** Rows of a block by the quarter of an hour that they were detected in: those that have any. */
export interface QuarterCounts {
  /** Since 1970, ascending. */
  readonly quarters: Int32Array;
  readonly counts: Uint32Array;
}

export interface QuarterCountsReader {
  /**
   * Of the selection's rows in complete blocks; those that do not know their quarters are left out.
   * `sparse`: the selection has few series and few rows a block.
   */
  of(
    blocks: readonly number[],
    selection: Selection | null,
    sparse: boolean,
  ): Promise<Map<number, QuarterCounts>>;
}

const CACHE_BYTES = 16 * 1024 * 1024;
const BYTES_OF_QUARTER = 8;
/** Two arrays and a key. */
const BYTES_BESIDE = 400;

/** Blocks of one statement. With all of their series, a megabyte or two. */
const AT_ONCE = { quarters: 256, series: 8 } as const;
/** Statements under way: while Postgres reads for the one, the other is counted. */
const STATEMENTS = 2;

export function createQuarterCounts(
  source: LogSource,
  log: Log,
  selectedRows: SelectedRowsReader,
): QuarterCountsReader {
  const cache = createSharedCache<QuarterCounts>(
    CACHE_BYTES,
    ({ quarters }) => BYTES_BESIDE + BYTES_OF_QUARTER * quarters.length,
  );

  async function readBlocks(blocks: readonly number[], columns: string) {
    return await source.ask(throughBlocks(log, blocks), (pool) =>
      copyOut(
        pool,
        `SELECT number, quarters${columns} FROM blocks
          WHERE log = ${LOG[log]} AND number = ANY ('{${blocks.join()}}'::int[])
            AND quarters IS NOT NULL AND ${isEpoch(source.epoch)}`,
      ),
    );
  }

  /** Tells how many rows of the selection each of the blocks has in each quarter. */
  async function count(
    blocks: readonly number[],
    selection: Selection | null,
    sparse: boolean,
    tell: (block: number, counts: QuarterCounts) => void,
  ): Promise<void> {
    const selected = new Map(
      selection && sparse
        ? (await selectedRows.read(blocks, selection)).map((of) => [of.block, of])
        : [],
    );
    const read = await readBlocks(blocks, selection && !sparse ? ', series' : '');
    while (read.next()) {
      const block = read.int32();
      const quarters = read.bytes() ?? new Uint8Array();
      let rowsOf = countAll;
      if (selection && sparse) rowsOf = countSelected(selected.get(block));
      else if (selection) rowsOf = countMasked(read.bytes(), selection.mask);
      tell(block, sumRuns(quarters, rowsOf));
    }
  }

  return {
    async of(blocks, selection, sparse) {
      const keyOf = (block: number): string => `${block} ${selection?.key ?? ''}`;
      const known = new Map<number, QuarterCounts>();
      const missing = blocks.filter((block) => {
        const kept = cache.peek(keyOf(block));
        if (kept) known.set(block, kept);
        return !kept;
      });
      const size = selection === null || sparse ? AT_ONCE.quarters : AT_ONCE.series;
      const parts = Array.from({ length: Math.ceil(missing.length / size) }, (_, part) =>
        missing.slice(part * size, (part + 1) * size),
      );
      const goOn = async (): Promise<void> => {
        for (let part = parts.pop(); part; part = parts.pop()) {
          await count(part, selection, sparse, (block, counts) => {
            known.set(block, counts);
            cache.keep(keyOf(block), counts);
          });
        }
      };
      await Promise.all(Array.from({ length: STATEMENTS }, goOn));
      return known;
    },
  };
}

/** How many rows of a run [start, end) are wanted; runs are told one after the other. */
type RunCounter = (start: number, end: number) => number;

function sumRuns(bytes: Uint8Array, rowsOf: RunCounter): QuarterCounts {
  const sums = new Map<number, number>();
  forEachRun(bytes, (quarter, start, end) => {
    const rows = rowsOf(start, end);
    if (rows > 0) sums.set(quarter, (sums.get(quarter) ?? 0) + rows);
  });
  const quarters = Int32Array.from(sums.keys()).sort();
  return { quarters, counts: Uint32Array.from(quarters, (quarter) => sums.get(quarter) ?? 0) };
}

function countAll(start: number, end: number): number {
  return end - start;
}

function countMasked(bytes: Buffer | null, mask: Uint8Array): RunCounter {
  const series = decodeSeries(bytes ?? Buffer.alloc(0));
  return (start, end) => {
    let rows = 0;
    for (let row = start; row < end; row++) rows += mask[series[row] ?? 0] ?? 0;
    return rows;
  };
}

function countSelected(selected: SelectedRows | undefined): RunCounter {
  const rows = selected?.rows ?? new Uint16Array();
  let next = 0;
  return (_, end) => {
    const first = next;
    while (next < rows.length && (rows[next] ?? 0) < end) next += 1;
    return next - first;
  };
}
