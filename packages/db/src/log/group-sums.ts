import type { StatsGroup, StatsRow } from '@intellisite/contracts';
import type { SeriesCatalogue } from './series-catalogue.ts';

/** Counts by series, summed up. */
export interface GroupSums {
  /** Groups with rows, the largest first, then by name. */
  rows: StatsRow[];
  /** Of all series that were looked at. */
  total: number;
}

/** What a group is: which one each series belongs to, how many there are, and a group's row. */
interface Grouping {
  groupOf: readonly number[];
  groups: number;
  rowsOf: (sums: Float64Array) => StatsRow[];
}

/** `ids`: the series to look at; null: all. */
export function sumGroups(
  catalogue: SeriesCatalogue,
  by: StatsGroup,
  bySeries: Float64Array,
  ids: readonly number[] | null,
): GroupSums {
  const { groupOf, groups, rowsOf } = GROUPINGS[by](catalogue);
  const sums = new Float64Array(groups);
  const total = addUp(groupOf, bySeries, ids, sums);
  return { rows: rowsOf(sums).sort(compareRows), total };
}

/** Adds each series' count to the sum of its group; answers the sum of all. */
export function addUp(
  groupOf: readonly number[],
  bySeries: Float64Array,
  ids: readonly number[] | null,
  sums: Float64Array,
): number {
  let total = 0;
  const end = ids ? ids.length : Math.min(groupOf.length, bySeries.length);
  for (let index = 0; index < end; index++) {
    const id = ids ? (ids[index] ?? 0) : index;
    const count = bySeries[id] ?? 0;
    const group = groupOf[id] ?? 0;
    sums[group] = (sums[group] ?? 0) + count;
    total += count;
  }
  return total;
}

/** Years are their own groups. */
const YEARS = 10_000;

const GROUPINGS: Record<StatsGroup, (catalogue: SeriesCatalogue) => Grouping> = {
  make: ({ makeOf, makes }) => ({
    groupOf: makeOf,
    groups: makes.length,
    rowsOf: (sums) => rowsOf(makes, sums, ({ name }, count) => ({ make: name, count })),
  }),
  model: ({ modelOf, models, makes }) => ({
    groupOf: modelOf,
    groups: models.length,
    rowsOf: (sums) =>
      rowsOf(models, sums, ({ name, make }, count) => ({
        make: makes[make]?.name ?? '',
        model: name,
        count,
      })),
  }),
  // A detection is in each category of its text: the texts, which are few, are summed up first.
  category: ({ textOf, texts, categories }) => ({
    groupOf: textOf,
    groups: texts.length,
    rowsOf: (byText) => {
      const sums = new Float64Array(categories.length);
      texts.forEach((text, index) => {
        for (const category of text.categories) {
          sums[category] = (sums[category] ?? 0) + (byText[index] ?? 0);
        }
      });
      return rowsOf(categories, sums, ({ name }, count) => ({ category: name, count }));
    },
  }),
  year: ({ yearOf }) => ({
    groupOf: yearOf,
    groups: YEARS,
    rowsOf: (sums) => rowsOf([...sums.keys()], sums, (year, count) => ({ year, count })),
  }),
  source: ({ sourceOf, sources }) => ({
    groupOf: sourceOf,
    groups: sources.length,
    rowsOf: (sums) => rowsOf(sources, sums, (source, count) => ({ source, count })),
  }),
};

function rowsOf<Group>(
  groups: readonly Group[],
  sums: Float64Array,
  rowOf: (group: Group, count: number) => StatsRow,
): StatsRow[] {
  return groups.flatMap((group, index) => {
    const count = sums[index] ?? 0;
    return count > 0 ? [rowOf(group, count)] : [];
  });
}

/** Rows of one grouping have the same members: those that it lacks are equal. */
function compareRows(one: StatsRow, other: StatsRow): number {
  return (
    other.count - one.count ||
    compareText(one.make, other.make) ||
    compareText(one.model, other.model) ||
    compareText(one.category, other.category) ||
    (one.year ?? 0) - (other.year ?? 0) ||
    compareText(one.source, other.source)
  );
}

/** By code unit, the same on every machine; what is absent comes first. */
function compareText(one: string | null | undefined, other: string | null | undefined): number {
  const [first, second] = [one ?? '', other ?? ''];
  return first < second ? -1 : first > second ? 1 : 0;
}
