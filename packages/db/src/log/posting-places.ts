import { bucketOf } from '../blocks/postings-codec.ts';
import type { BlockHeader } from './block-store.ts';
import type { Place } from './read-postings.ts';
import type { Selection } from './series-selection.ts';

export interface PlaceSources {
  /** Of all complete blocks. */
  headers: readonly (BlockHeader | undefined)[];
  /** Of each block with totals those of the series, in their order. */
  readFewTotals: (
    blocks: readonly number[],
    series: readonly number[],
  ) => Promise<Map<number, number[]>>;
}

/** So many are looked at sooner than it is found out which of them are worth it. */
const FEW_PLACES = 32;

/**
 * Where rows of a few series may be. Of a series whose totals before a block and at its end, or at the
 * next end that has totals, are the same there is none in the block.
 */
export async function placesOf(
  { headers, readFewTotals }: PlaceSources,
  blocks: readonly number[],
  { ids }: Selection,
): Promise<Place[]> {
  if (blocks.length * ids.length <= FEW_PLACES) {
    const buckets = new Set(ids.map(bucketOf));
    return blocks.flatMap((block) => [...buckets].map((bucket) => ({ block, bucket })));
  }
  const spans = blocks.map((block) => ({ block, ...spanOf(headers, block) }));
  const ends = new Set(spans.flatMap(({ before, through }) => [before ?? -1, through ?? -1]));
  ends.delete(-1);
  const totals = await readFewTotals([...ends], ids);
  return spans.flatMap(({ block, before, through }) => {
    const [from, to] = [totals.get(before ?? -1), totals.get(through ?? -1)];
    const isThere = (_: number, index: number): boolean =>
      before === null || through === null || (to?.[index] ?? 0) > (from?.[index] ?? 0);
    const buckets = new Set(ids.filter(isThere).map(bucketOf));
    return [...buckets].map((bucket) => ({ block, bucket }));
  });
}

/**
 * The last block with totals before a block (-1: nothing is before it) and the first one from it on; null:
 * there is none.
 */
function spanOf(
  headers: PlaceSources['headers'],
  block: number,
): { before: number | null; through: number | null } {
  let before = block - 1;
  while (headers[before]?.hasTotals === false) before -= 1;
  let through = block;
  while (headers[through]?.hasTotals === false) through += 1;
  return {
    before: before === -1 || headers[before] ? before : null,
    through: headers[through] ? through : null,
  };
}
