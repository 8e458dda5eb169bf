import type { SeriesGroups } from './series-groups.ts';
import { encodeTallies, NO_TALLIES, quartersOfRows } from './tallies-codec.ts';

/** What a block holds of tallies, by the column. */
export interface BlockTallies {
  kind_tallies: Buffer;
  source_tallies: Buffer;
  year_tallies: Buffer;
}

export type TallyColumn = keyof BlockTallies;

/** `times` in ms since 1970; `groups` has to know all of the series. */
export function tallyBlock(
  series: Uint32Array,
  times: Float64Array,
  groups: SeriesGroups,
): BlockTallies {
  const quarters = quartersOfRows(times);
  const tally = (groupOf: Uint32Array): Buffer =>
    quarters ? encodeTallies(series, groupOf, quarters) : NO_TALLIES;
  return {
    kind_tallies: tally(groups.kinds),
    source_tallies: tally(groups.sources),
    year_tallies: tally(groups.years),
  };
}
