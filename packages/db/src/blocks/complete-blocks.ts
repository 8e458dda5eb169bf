import type pg from 'pg';
import { BLOCK_SIZE, decodeSeries, decodeTimes } from './block-codec.ts';
import { writeTallies } from './block-tallies.ts';
import { encodePostings } from './postings-codec.ts';
import { encodeQuarters } from './quarters-codec.ts';
import { DIVISIONS } from './series-divisions.ts';
import { createSeriesGroups } from './series-groups.ts';

const INCOMPLETE = `
  SELECT log, number FROM blocks b
   WHERE postings IS NULL
      OR cardinality($1::text[]) > (SELECT count(*) FROM block_tallies t
          WHERE t.log = b.log AND t.number = b.number AND t.divided_by = ANY ($1))
   ORDER BY log, number DESC`;

interface IncompleteBlock {
  log: number;
  number: number;
  detected_min: Date;
  series: Buffer;
  detected: Buffer;
  lacks_postings: boolean;
}

/**
 * Adds postings, quarters and tallies to the blocks that an older version wrote.
 *
 * One block at a time, a statement for each of the two: readers do without meanwhile, and whoever comes
 * after an end half way does the rest.
 */
export async function completeBlocks(
  client: pg.ClientBase,
  onProgress?: (message: string) => void,
): Promise<void> {
  const { rows: incomplete } = await client.query<Pick<IncompleteBlock, 'log' | 'number'>>(
    INCOMPLETE,
    [DIVISIONS.map(({ name }) => name)],
  );
  if (incomplete.length === 0) return;
  onProgress?.(`adding indexes to ${String(incomplete.length)} blocks`);
  const groups = createSeriesGroups();
  for (const { log, number } of incomplete) {
    const { rows } = await client.query<IncompleteBlock>(
      `SELECT detected_min, series, detected, postings IS NULL AS lacks_postings
         FROM blocks WHERE log = $1 AND number = $2`,
      [log, number],
    );
    const [block] = rows;
    // Retention may have dropped it meanwhile.
    if (!block) continue;
    const series = decodeSeries(block.series);
    const offsets = decodeTimes(block.detected);
    const min = block.detected_min.getTime();
    const times = Float64Array.from({ length: BLOCK_SIZE }, (_, row) => min + (offsets[row] ?? 0));
    if (block.lacks_postings) {
      await client.query(
        'UPDATE blocks SET postings = $3, quarters = $4 WHERE log = $1 AND number = $2',
        [log, number, encodePostings(series), encodeQuarters(times)],
      );
    }
    await writeTallies(client, groups, { log, number, series, times });
  }
}
