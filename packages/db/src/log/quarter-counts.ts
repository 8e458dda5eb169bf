import { decodeSeries, LOG, type Log } from '../blocks/block-codec.ts';
import { forEachRun } from '../blocks/quarters-codec.ts';
import type { Division } from '../blocks/series-divisions.ts';
import { addTallies, type QuarterCounts } from '../blocks/tallies-codec.ts';
import { copyOut } from './copy-out.ts';
import { isEpoch } from './epoch.ts';
import { throughBlocks, type LogSource } from './log-source.ts';
import type { SelectedRows, SelectedRowsReader } from './selected-rows.ts';
import type { Selection } from './series-selection.ts';
import { createSharedCache } from './shared-cache.ts';

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

/** Blocks of one statement. With their tallies or all of their series, a megabyte or two. */
const AT_ONCE = { quarters: 256, tallies: 64, series: 8 } as const;
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

  /** Columns of the blocks, from where they are: a table, or a part of it. */
  async function readBlocks(blocks: readonly number[], columns: string, from: string) {
    return await source.ask(throughBlocks(log, blocks), (pool) =>
      copyOut(
        pool,
        `SELECT number, ${columns} FROM ${from}
            AND log = ${LOG[log]} AND number = ANY ('{${blocks.join()}}'::int[])
            AND ${isEpoch(source.epoch)}`,
      ),
    );
  }

  /** Of the blocks that have such tallies. */
  async function addUp(
    blocks: readonly number[],
    { name }: Division,
    { mask }: Selection,
    tell: Tell,
  ): Promise<void> {
    const read = await readBlocks(
      blocks,
      'tallies',
      `block_tallies WHERE divided_by = '${name}' AND length(tallies) > 0`,
    );
    while (read.next()) {
      const block = read.int32();
      tell(block, addTallies(read.bytes() ?? new Uint8Array(), mask));
    }
  }

  /** Tells how many rows of the selection each of the blocks has in each quarter. */
  async function count(
    blocks: readonly number[],
    selection: Selection | null,
    sparse: boolean,
    tell: Tell,
  ): Promise<void> {
    const selected = new Map(
      selection && sparse
        ? (await selectedRows.read(blocks, selection)).map((of) => [of.block, of])
        : [],
    );
    const columns = selection && !sparse ? 'quarters, series' : 'quarters';
    const read = await readBlocks(blocks, columns, 'blocks WHERE quarters IS NOT NULL');
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
      for (const block of blocks) {
        const kept = cache.peek(keyOf(block));
        if (kept) known.set(block, kept);
      }
      const missing = (): number[] => blocks.filter((block) => !known.has(block));
      const tell: Tell = (block, counts) => {
        known.set(block, counts);
        cache.keep(keyOf(block), counts);
      };
      if (selection && !sparse) {
        // Where traffic is slow or sources are many a block has tallies of some divisions only.
        for (const division of selection.divisions) {
          await inParts(missing(), AT_ONCE.tallies, (part) =>
            addUp(part, division, selection, tell),
          );
        }
      }
      const size = selection === null || sparse ? AT_ONCE.quarters : AT_ONCE.series;
      await inParts(missing(), size, (part) => count(part, selection, sparse, tell));
      return known;
    },
  };
}

type Tell = (block: number, counts: QuarterCounts) => void;

async function inParts(
  blocks: readonly number[],
  size: number,
  read: (part: readonly number[]) => Promise<void>,
): Promise<void> {
  const parts = Array.from({ length: Math.ceil(blocks.length / size) }, (_, part) =>
    blocks.slice(part * size, (part + 1) * size),
  );
  const goOn = async (): Promise<void> => {
    for (let part = parts.pop(); part; part = parts.pop()) await read(part);
  };
  await Promise.all(Array.from({ length: STATEMENTS }, goOn));
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
