import type pg from 'pg';
import { BLOCK_SIZE, decodeSeries, decodeTimes } from './block-codec.ts';
import { tallyBlock } from './block-tallies.ts';
import { encodePostings } from './postings-codec.ts';
import { encodeQuarters } from './quarters-codec.ts';
import { createSeriesGroups } from './series-groups.ts';

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
 * One block at a time, each in a transaction of its own: readers do without meanwhile, and whoever comes
 * after an end half way does the rest.
 */
export async function completeBlocks(
  client: pg.ClientBase,
  onProgress?: (message: string) => void,
): Promise<void> {
  const { rows: incomplete } = await client.query<Pick<IncompleteBlock, 'log' | 'number'>>(
    `SELECT log, number FROM blocks WHERE postings IS NULL OR kind_tallies IS NULL
      ORDER BY log, number DESC`,
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
    const tallies = tallyBlock(series, times, await groups.read(client, series));
    await client.query(
      `UPDATE blocks SET postings = coalesce(postings, $3), quarters = coalesce(quarters, $4),
              kind_tallies = $5, source_tallies = $6, year_tallies = $7
        WHERE log = $1 AND number = $2`,
      [
        log,
        number,
        block.lacks_postings ? encodePostings(series) : null,
        block.lacks_postings ? encodeQuarters(times) : null,
        tallies.kind_tallies,
        tallies.source_tallies,
        tallies.year_tallies,
      ],
    );
  }
}
