import type { StoredSeries, StoredTallies } from './stored-state.ts';
import { readIntegers } from './variable-length-integers.ts';

interface Row {
  seriesId: number;
  detectedAt: number;
}

/** How series are divided, by the name of the tallies. */
const DIVISIONS: Record<string, (series: StoredSeries) => readonly unknown[]> = {
  source: ({ source }) => [source],
  year: ({ year }) => [year],
  'category,source': ({ category, source }) => [category, source],
  'category,year': ({ category, year }) => [category, year],
  'year,source': ({ year, source }) => [year, source],
  'make,model,category': ({ make, model, category }) => [make, model, category],
  'make,source': ({ make, source }) => [make, source],
  'make,year': ({ make, year }) => [make, year],
};

/** Of each group and quarter of an hour the tallies have as many rows as there are. */
export function differenceOfTallies(
  tallies: readonly StoredTallies[],
  rows: readonly Row[],
  series: ReadonlyMap<number, StoredSeries>,
): string | null {
  for (const [name, groupOf] of Object.entries(DIVISIONS)) {
    const bytes = tallies.find(({ dividedBy }) => dividedBy === name)?.tallies;
    if (bytes === undefined) return `no tallies by ${name}`;
    // They are left out where traffic is slow.
    if (bytes.length === 0) continue;
    const keyOf = (seriesId: number, quarter: number): string => {
      const its = series.get(seriesId);
      return `${its ? JSON.stringify(groupOf(its)) : 'no such series'}\0${String(quarter)}`;
    };
    const recount = new Map<string, number>();
    for (const { seriesId, detectedAt } of rows) {
      const key = keyOf(seriesId, Math.floor(detectedAt / 900_000));
      recount.set(key, (recount.get(key) ?? 0) + 1);
    }
    const told = readTallies(bytes, keyOf);
    const wrong = [...recount].find(([key, count]) => told.get(key) !== count);
    if (wrong) {
      return `tallies by ${name}: ${String(told.get(wrong[0]))} rows, not ${String(wrong[1])}`;
    }
    if (told.size !== recount.size) return `tallies by ${name}: groups without rows`;
  }
  return null;
}

function readTallies(
  bytes: Buffer,
  keyOf: (seriesId: number, quarter: number) => string,
): Map<string, number> {
  const integers = readIntegers(bytes).values();
  const next = (): { integer: number; end: number } =>
    integers.next().value ?? { integer: 0, end: 0 };
  const quarters: number[] = [];
  for (let left = next().integer; left > 0; left--) {
    quarters.push((quarters.at(-1) ?? 0) + next().integer);
  }
  const groups: { member: number; length: number }[] = [];
  let [begin, member] = [0, 0];
  for (let left = next().integer; left > 0; left--) {
    member += next().integer;
    const { integer: length, end } = next();
    groups.push({ member, length });
    begin = end;
  }
  const told = new Map<string, number>();
  for (const { member, length } of groups) {
    let place = 0;
    for (const end = begin + length; begin < end; place++) {
      const cell = next();
      begin = cell.end;
      // Pairs of quarters passed over and rows but one, in the order of their sum.
      let [sum, others] = [0, cell.integer];
      for (; others > sum; sum++) others -= sum + 1;
      place += sum - others;
      const key = keyOf(member, quarters[place] ?? Number.NaN);
      told.set(key, (told.get(key) ?? 0) + others + 1);
    }
  }
  return told;
}
