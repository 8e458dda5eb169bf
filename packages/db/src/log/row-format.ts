import { csvField } from '@intellisite/contracts';
import { keptBytes } from './kept-bytes.ts';
import type { SeriesCatalogue, SeriesMembers } from './series-catalogue.ts';

/** How rows are written as text. */
export interface RowFormat {
  /** A JSON object, or a record of CSV. */
  readonly row: 'object' | 'record';
  readonly open: Buffer;
  readonly between: Buffer;
  readonly close: Buffer;
}

const none = Buffer.alloc(0);
const newline = Buffer.from('\n');
const crlf = Buffer.from('\r\n');

/** An array of objects. */
export const JSON_ROWS: RowFormat = {
  row: 'object',
  open: Buffer.from('['),
  between: Buffer.from(','),
  close: Buffer.from(']'),
};
/** An object a line. */
export const NDJSON_ROWS: RowFormat = {
  row: 'object',
  open: none,
  between: newline,
  close: newline,
};
/** A record a line, as RFC 4180 has it. */
export const CSV_ROWS: RowFormat = { row: 'record', open: none, between: crlf, close: crlf };

/** What follows the time in a row, by how the row is written. */
const TAILS: Record<RowFormat['row'], (members: SeriesMembers) => string> = {
  object: (members) => `",${JSON.stringify(members).slice(1)}`,
  record: ({ year, make, model, category, source }) =>
    `,${[String(year), make, model, category, source ?? ''].map(csvField).join(',')}`,
};
/** Names of what follows the time in a record. */
export const CSV_TAIL_HEADER = 'year,make,model,category,source';

/** The ends of rows in UTF-8, made once for each series that is shown. */
export interface RowTails {
  of(row: RowFormat['row'], series: number): Buffer;
}

export function createRowTails(catalogue: Pick<SeriesCatalogue, 'members'>): RowTails {
  const made: Record<RowFormat['row'], (Buffer | undefined)[]> = { object: [], record: [] };
  return {
    of(row, series) {
      const tails = made[row];
      const known = tails[series];
      if (known) return known;
      const tail = keptBytes(Buffer.from(TAILS[row](catalogue.members(series))));
      // Without holes: an array that has some becomes a hash table.
      while (tails.length <= series) tails.push(undefined);
      tails[series] = tail;
      return tail;
    },
  };
}
