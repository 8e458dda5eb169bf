import { LOG, type Log } from '../blocks/block-codec.ts';
import { DIRECTORY_AT, DIRECTORY_BYTES, ENTRY_BYTES, pickRows } from '../blocks/postings-codec.ts';
import { copyOut } from './copy-out.ts';
import { isEpoch } from './epoch.ts';
import { throughBlocks, type LogSource } from './log-source.ts';
import type { Selection } from './series-selection.ts';

/** Where rows of a selection are looked for: in the block, those of the series of a bucket. */
export interface Place {
  block: number;
  bucket: number;
}

/**
 * The rows of the selection (`postedRow`) in the places, by block, ascending; null: the block has no
 * postings. One that is gone is left out.
 *
 * Of each block Postgres reads the few bytes that belong to the series, instead of half a megabyte.
 */
export async function readPostings(
  source: LogSource,
  log: Log,
  places: readonly Place[],
  { mask }: Selection,
): Promise<Map<number, Float64Array | null>> {
  const blocks = places.map(({ block }) => block);
  const read = await source.ask(throughBlocks(log, blocks), (pool) =>
    copyOut(pool, entriesOf(log, source.epoch, places)),
  );
  const posted = new Map<number, number[] | null>();
  while (read.next()) {
    const block = read.int32();
    const bucket = read.int32();
    const entries = read.bytes();
    const rows = posted.get(block) ?? [];
    if (entries) pickRows(entries, bucket, mask, rows);
    posted.set(block, entries && rows);
  }
  return new Map(
    [...posted].map(([block, rows]) => [block, rows && Float64Array.from(rows).sort()]),
  );
}

/**
 * The entries of each place, empty where there are none; null where a block has no postings. The directory of
 * a block ends with the place behind its last bucket: one beyond that has less than two to stand between.
 */
function entriesOf(log: Log, epoch: string, places: readonly Place[]): string {
  const blocks = places.map(({ block }) => block);
  const buckets = places.map(({ bucket }) => bucket);
  const bytes = 2 * DIRECTORY_BYTES;
  return `
    SELECT b.number, p.bucket,
           CASE WHEN length(d.place) = ${bytes}
                THEN substring(b.postings FROM ${ENTRY_BYTES} * r.first + 1
                                          FOR ${ENTRY_BYTES} * (r.next - r.first))
                -- Null stays null.
                ELSE substring(d.place FROM 1 FOR 0) END
      FROM unnest('{${blocks.join()}}'::int[], '{${buckets.join()}}'::int[]) AS p (number, bucket)
      JOIN blocks b ON b.log = ${LOG[log]} AND b.number = p.number
     CROSS JOIN LATERAL (
       SELECT substring(b.postings FROM ${DIRECTORY_AT + 1} + ${DIRECTORY_BYTES} * p.bucket
                                   FOR ${bytes}) AS place OFFSET 0) d
      LEFT JOIN LATERAL (
       SELECT ${integerIn('d.place', 0)} AS first, ${integerIn('d.place', DIRECTORY_BYTES)} AS next
        WHERE length(d.place) = ${bytes} OFFSET 0) r ON true
     WHERE ${isEpoch(epoch)}`;
}

/** An integer below 2^24, as SQL. */
function integerIn(bytes: string, at: number): string {
  return [0, 1, 2].map((byte) => `(get_byte(${bytes}, ${at + byte}) << ${8 * byte})`).join(' | ');
}
