import type pg from 'pg';
import { DIVISIONS } from './series-divisions.ts';
import type { SeriesGroupsReader } from './series-groups.ts';
import { encodeTallies, NO_TALLIES, quartersOfRows } from './tallies-codec.ts';

export interface TalliedRows {
  /** As `blocks` has it. */
  log: number;
  /** Of the block, which is there. */
  number: number;
  /** Of each row. */
  series: Uint32Array;
  /** ms since 1970 of each row. */
  times: Float64Array;
}

/** A block that is gone is none, and what it has already stays. */
const INSERT = `
  INSERT INTO block_tallies (log, number, divided_by, tallies)
  SELECT b.log, b.number, t.divided_by, t.tallies
    FROM blocks b CROSS JOIN unnest($3::text[], $4::bytea[]) AS t (divided_by, tallies)
   WHERE b.log = $1 AND b.number = $2 FOR KEY SHARE OF b
      ON CONFLICT DO NOTHING`;

/** Writes the tallies of a block for each way to divide its series. */
export async function writeTallies(
  client: pg.ClientBase,
  groups: SeriesGroupsReader,
  { log, number, series, times }: TalliedRows,
): Promise<void> {
  const { ids, indexOf, groups: columns } = await groups.read(client, series);
  const quarters = quartersOfRows(times);
  const tallies = columns.map((its) =>
    quarters ? encodeTallies({ ids, indexOf, groups: its }, quarters) : NO_TALLIES,
  );
  await client.query(INSERT, [log, number, DIVISIONS.map(({ name }) => name), tallies]);
}
