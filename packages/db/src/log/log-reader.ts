import type pg from 'pg';
import { BLOCK_SIZE, type Log } from '../blocks/block-codec.ts';
import { readHeads } from '../store.ts';
import { createBlockStore, type BlockHeader, type Rows } from './block-store.ts';
import { selectSeries, type LogFilter, type Selection } from './log-filter.ts';
import { createSeriesCatalogue, type Series, type SeriesCatalogue } from './series-catalogue.ts';

export interface PageRequest {
  skip: number;
  limit: number;
  order: 'newest' | 'oldest';
  filter: LogFilter;
  /** Look at the log as it was at this position; absent: as it is now. */
  asOf?: number;
}

export interface LogRow {
  position: number;
  /** ms since 1970 */
  detectedAt: number;
  series: Series;
}

export interface Page {
  rows: LogRow[];
  /** Rows that the filter selects at `asOf`, exact. */
  total: number;
  asOf: number;
}

export interface Counts {
  /** Rows by series id. */
  bySeries: Float64Array;
  total: number;
  asOf: number;
}

/** Answers questions about a log. Positions are those of the log: for alerts their numbers. */
export interface LogReader {
  page(request: PageRequest): Promise<Page>;
  count(filter: LogFilter, asOf?: number): Promise<Counts>;
  /** Rows between each boundary (ms, ascending) and the next; rows outside are left out. */
  timeline(boundaries: readonly number[], filter: LogFilter, asOf?: number): Promise<Float64Array>;
  catalogue: SeriesCatalogue;
}

export interface LogReaderOptions {
  pool: pg.Pool;
  log: Log;
  /** For blocks that are kept in memory. */
  cacheBytes?: number;
}

const CACHE_BYTES = 128 * 1024 * 1024;

/** A stretch of the log whose rows are all within the time range, or one block of which some may be. */
type Segment =
  { kind: 'whole'; firstBlock: number; lastBlock: number } | { kind: 'partial'; block: number };

/** The log at a position: complete blocks, and the rows after them that it has. */
interface View {
  asOf: number;
  blocks: readonly BlockHeader[];
  rest: Rows;
  selection: Selection | null;
  /** ms; from inclusive, to exclusive. */
  from: number;
  to: number;
}

/**
 * Pages, totals and timelines with any filter.
 *
 * A filter is a set of series. How many of its rows lie up to the end of a block follows from the
 * totals of that block; so a row at any depth is found by bisection over the blocks and a look into
 * one or two of them. Time ranges divide the blocks into stretches that lie within and blocks at
 * their edges, which alone are looked through.
 */
export function createLogReader({
  pool,
  log,
  cacheBytes = CACHE_BYTES,
}: LogReaderOptions): LogReader {
  const catalogue = createSeriesCatalogue(pool);
  const store = createBlockStore(pool, log, cacheBytes);

  async function view(filter: LogFilter, asOf: number | undefined): Promise<View> {
    const heads = await readHeads(pool);
    const head = log === 'detections' ? heads.position : heads.alertSeq;
    const at = Math.min(asOf ?? head, head);
    const complete = Math.floor(at / BLOCK_SIZE);
    const [headers] = await Promise.all([store.headers(), catalogue.refresh()]);
    const after = complete * BLOCK_SIZE;
    // Rows of a block that is complete by now, or of the open one.
    const rest =
      headers.length > complete
        ? { ...(await store.rows(complete)), count: at - after }
        : await store.tail(after, at);
    return {
      asOf: at,
      blocks: headers.slice(0, complete),
      rest,
      selection: selectSeries(catalogue, filter),
      from: filter.from ?? -Infinity,
      to: filter.to ?? Infinity,
    };
  }

  function segments({ blocks, from, to }: View): Segment[] {
    const found: Segment[] = [];
    for (const { number, min, max } of blocks) {
      if (max < from || min >= to) continue;
      const last = found.at(-1);
      if (min < from || max >= to) found.push({ kind: 'partial', block: number });
      else if (last?.kind === 'whole' && last.lastBlock === number - 1) last.lastBlock = number;
      else found.push({ kind: 'whole', firstBlock: number, lastBlock: number });
    }
    return found;
  }

  /** Rows of the selection up to the end of the block; -1: before the first. */
  async function countThrough({ blocks, selection }: View, block: number): Promise<number> {
    if (block < 0) return 0;
    if (!selection) return (block + 1) * BLOCK_SIZE;
    let count = 0;
    let number = block;
    for (; number >= 0 && blocks[number]?.hasTotals !== true; number--) {
      count += countSelected(await store.rows(number), selection);
    }
    if (number < 0) return count;
    const totals = await store.totals(number);
    for (const id of selection.ids) count += totals[id] ?? 0;
    return count;
  }

  async function countSegment(current: View, segment: Segment): Promise<number> {
    if (segment.kind === 'partial') {
      return countMatching(await store.rows(segment.block), current);
    }
    const before = await countThrough(current, segment.firstBlock - 1);
    return (await countThrough(current, segment.lastBlock)) - before;
  }

  /** Adds the rows by series of the blocks up to one; -1: none. */
  async function addThrough(
    { blocks }: View,
    block: number,
    sign: 1 | -1,
    bySeries: Float64Array,
  ): Promise<void> {
    let number = block;
    for (; number >= 0 && blocks[number]?.hasTotals !== true; number--) {
      for (const id of (await store.rows(number)).series) bySeries[id] = (bySeries[id] ?? 0) + sign;
    }
    if (number < 0) return;
    const totals = await store.totals(number);
    for (let id = 0; id < totals.length; id++) {
      bySeries[id] = (bySeries[id] ?? 0) + sign * (totals[id] ?? 0);
    }
  }

  function toRow(rows: Rows, row: number): LogRow {
    const series = catalogue.byId[rows.series[row] ?? 0];
    if (!series) throw new Error(`Series ${String(rows.series[row])} is missing.`);
    return { position: rows.first + row, detectedAt: rows.timeOf(row), series };
  }

  /** Takes rows in the order that is asked for, after so many have been passed over. */
  function createTaker({ skip, limit, order }: PageRequest, current: View) {
    const taken: LogRow[] = [];
    let left = skip;
    return {
      taken,
      isFull: () => taken.length >= limit,
      /** Whether so many rows are passed over whole. */
      passes(count: number): boolean {
        if (count > left) return false;
        left -= count;
        return true;
      },
      left: () => left,
      take(rows: Rows): void {
        const matches = matcher(rows, current);
        for (let index = 0; index < rows.count && taken.length < limit; index++) {
          const row = order === 'newest' ? rows.count - 1 - index : index;
          if (!matches(row)) continue;
          if (left > 0) left -= 1;
          else taken.push(toRow(rows, row));
        }
      },
    };
  }

  /** Passes over whole blocks of the stretch by bisection, then takes rows block by block. */
  async function takeFromStretch(
    current: View,
    { firstBlock, lastBlock }: Extract<Segment, { kind: 'whole' }>,
    order: PageRequest['order'],
    taker: ReturnType<typeof createTaker>,
  ): Promise<void> {
    const before = await countThrough(current, firstBlock - 1);
    const through = await countThrough(current, lastBlock);
    let low = firstBlock;
    let high = lastBlock;
    // The first block, in the order asked for, that is not passed over whole.
    while (low < high) {
      const middle = (low + high) >> 1;
      if (order === 'oldest') {
        const passed = (await countThrough(current, middle)) - before;
        if (passed > taker.left()) high = middle;
        else low = middle + 1;
      } else {
        const passed = through - (await countThrough(current, middle));
        if (passed > taker.left()) low = middle + 1;
        else high = middle;
      }
    }
    const passed =
      order === 'oldest'
        ? (await countThrough(current, low - 1)) - before
        : through - (await countThrough(current, low));
    taker.passes(passed);
    const step = order === 'oldest' ? 1 : -1;
    for (let block = low; block >= firstBlock && block <= lastBlock; block += step) {
      if (taker.isFull()) return;
      taker.take(await store.rows(block));
    }
  }

  return {
    catalogue,
    async page(request) {
      const current = await view(request.filter, request.asOf);
      const stretches = segments(current);
      const counts: number[] = [];
      for (const segment of stretches) counts.push(await countSegment(current, segment));
      const inRest = countMatching(current.rest, current);
      const total = counts.reduce((sum, count) => sum + count, inRest);
      const taker = createTaker(request, current);
      const parts = [
        ...stretches.map((segment, index) => ({ segment, count: counts[index] ?? 0 })),
        { segment: null, count: inRest },
      ];
      for (const { segment, count } of request.order === 'newest' ? parts.toReversed() : parts) {
        if (taker.isFull()) break;
        if (taker.passes(count)) continue;
        if (segment === null) taker.take(current.rest);
        else if (segment.kind === 'partial') taker.take(await store.rows(segment.block));
        else await takeFromStretch(current, segment, request.order, taker);
      }
      return { rows: taker.taken, total, asOf: current.asOf };
    },
    async count(filter, asOf) {
      const current = await view(filter, asOf);
      const bySeries = new Float64Array(catalogue.byId.length);
      const add = (rows: Rows): void => {
        const matches = matcher(rows, current);
        for (let row = 0; row < rows.count; row++) {
          const id = rows.series[row] ?? 0;
          if (matches(row)) bySeries[id] = (bySeries[id] ?? 0) + 1;
        }
      };
      for (const segment of segments(current)) {
        if (segment.kind === 'partial') add(await store.rows(segment.block));
        else {
          await addThrough(current, segment.lastBlock, 1, bySeries);
          await addThrough(current, segment.firstBlock - 1, -1, bySeries);
        }
      }
      add(current.rest);
      const { selection } = current;
      let total = 0;
      for (let id = 0; id < bySeries.length; id++) {
        if (selection && selection.mask[id] !== 1) bySeries[id] = 0;
        total += bySeries[id] ?? 0;
      }
      return { bySeries, total, asOf: current.asOf };
    },
    async timeline(boundaries, filter, asOf) {
      const current = await view(filter, asOf);
      const counts = new Float64Array(Math.max(0, boundaries.length - 1));
      const bucketOf = (time: number): number => bisect(boundaries, time) - 1;
      const add = (rows: Rows): void => {
        const matches = matcher(rows, current);
        for (let row = 0; row < rows.count; row++) {
          if (!matches(row)) continue;
          const bucket = bucketOf(rows.timeOf(row));
          if (bucket >= 0 && bucket < counts.length) counts[bucket] = (counts[bucket] ?? 0) + 1;
        }
      };
      for (const { number, min, max } of current.blocks) {
        if (max < current.from || min >= current.to) continue;
        const bucket = bucketOf(min);
        const within = bucket === bucketOf(max) && min >= current.from && max < current.to;
        if (!within) add(await store.rows(number));
        else if (bucket >= 0 && bucket < counts.length) {
          const stretch = { kind: 'whole', firstBlock: number, lastBlock: number } as const;
          counts[bucket] = (counts[bucket] ?? 0) + (await countSegment(current, stretch));
        }
      }
      add(current.rest);
      return counts;
    },
  };
}

/** Whether a row is of the selection and within the time range. */
function matcher(rows: Rows, { selection, from, to }: View): (row: number) => boolean {
  const always = from === -Infinity && to === Infinity;
  return (row) => {
    if (selection && selection.mask[rows.series[row] ?? 0] !== 1) return false;
    if (always) return true;
    const time = rows.timeOf(row);
    return from <= time && time < to;
  };
}

function countMatching(rows: Rows, current: View): number {
  const matches = matcher(rows, current);
  let count = 0;
  for (let row = 0; row < rows.count; row++) if (matches(row)) count += 1;
  return count;
}

function countSelected({ series, count }: Rows, { mask }: Selection): number {
  let selected = 0;
  for (let row = 0; row < count; row++) selected += mask[series[row] ?? 0] ?? 0;
  return selected;
}

/** How many of the ascending values are at or below `wanted`. */
function bisect(values: readonly number[], wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? Infinity) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
