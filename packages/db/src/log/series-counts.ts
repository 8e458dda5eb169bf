import { BLOCK_SIZE } from '../blocks/block-codec.ts';
import type { BlockStore } from './block-store.ts';
import { addRows, type Rows } from './rows.ts';
import type { SeriesCatalogue } from './series-catalogue.ts';

/** Rows of each series up to a number of the log. */
export interface SeriesCounts {
  /**
   * Lets `read` look at the counts up to `asOf`, by series id. They are valid only while it runs:
   * afterwards they go on with the log.
   */
  at<Answer>(asOf: number, read: (bySeries: Float64Array) => Answer): Promise<Answer>;
  /** Adds (or takes away, with sign -1) the counts up to a number. */
  add(upTo: number, sign: 1 | -1, bySeries: Float64Array): Promise<void>;
}

interface Ledger {
  asOf: number;
  /** May be longer than there are series. */
  bySeries: Float64Array;
}

/** Rows [start, end) of a block. */
interface Part {
  rows: Rows;
  start: number;
  end: number;
}

/**
 * The counts at the head are kept and go on with what is new; those at another number are added up from
 * the newest block before it that has totals.
 */
export function createSeriesCounts(store: BlockStore, catalogue: SeriesCatalogue): SeriesCounts {
  let ledger: Ledger = { asOf: 0, bySeries: new Float64Array(0) };

  /** The last number that totals exist for, at or before this one; 0 when there are none. */
  function totalsBefore(asOf: number): number {
    let blocks = Math.floor(asOf / BLOCK_SIZE);
    while (blocks > 0 && store.headers[blocks - 1]?.hasTotals !== true) blocks -= 1;
    return blocks * BLOCK_SIZE;
  }

  /** The rows after a number up to another, block by block. */
  async function partsBetween(after: number, upTo: number): Promise<Part[]> {
    const parts: Part[] = [];
    for (let at = after; at < upTo;) {
      const block = Math.floor(at / BLOCK_SIZE);
      const base = block * BLOCK_SIZE;
      const end = Math.min(BLOCK_SIZE, upTo - base);
      const start = at - base;
      parts.push({ rows: await store.rows(block, start, end), start, end });
      at = base + end;
    }
    return parts;
  }

  async function add(upTo: number, sign: 1 | -1, bySeries: Float64Array): Promise<void> {
    const from = totalsBefore(upTo);
    if (from > 0) {
      const totals = await store.totals(from / BLOCK_SIZE - 1);
      for (let id = 0; id < totals.length; id++) {
        bySeries[id] = (bySeries[id] ?? 0) + sign * (totals[id] ?? 0);
      }
    }
    for (const { rows, start, end } of await partsBetween(from, upTo)) {
      addRows(rows, start, end, sign, bySeries);
    }
  }

  /**
   * Takes the ledger on to `asOf`, unless somebody else has taken it further meanwhile: null then. Read at
   * once, because whoever waits for this promise may be overtaken before they look.
   */
  async function goOn<Answer>(
    asOf: number,
    read: (bySeries: Float64Array) => Answer,
  ): Promise<{ answer: Answer } | null> {
    const parts = await partsBetween(ledger.asOf, asOf);
    if (ledger.asOf > asOf) return null;
    ledger.bySeries = withRoom(ledger.bySeries, catalogue.size);
    for (const { rows, start, end } of parts) {
      // Others may have added some of these rows.
      const known = Math.max(start, ledger.asOf - (rows.first - 1));
      addRows(rows, known, end, 1, ledger.bySeries);
    }
    ledger.asOf = asOf;
    return { answer: read(ledger.bySeries) };
  }

  return {
    add,
    async at(asOf, read) {
      const { asOf: known } = ledger;
      if (known === asOf) return read(ledger.bySeries);
      if (known < asOf && totalsBefore(asOf) <= known) {
        const found = await goOn(asOf, read);
        if (found) return found.answer;
      }
      const bySeries = new Float64Array(catalogue.size);
      await add(asOf, 1, bySeries);
      if (asOf > ledger.asOf) ledger = { asOf, bySeries };
      return read(bySeries);
    },
  };
}

function withRoom(counts: Float64Array, size: number): Float64Array {
  if (counts.length >= size) return counts;
  const larger = new Float64Array(Math.max(size, 2 * counts.length));
  larger.set(counts);
  return larger;
}
