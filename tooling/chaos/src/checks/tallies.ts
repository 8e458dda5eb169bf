import type { StoredSeries } from './stored-state.ts';
import { readIntegers } from './variable-length-integers.ts';

interface Row {
  seriesId: number;
  detectedAt: number;
}

/** How series are divided, by the name of the tallies. */
const GROUPINGS = {
  kindTallies: ({ make, model, category }: StoredSeries) => [make, model, category].join('\0'),
  sourceTallies: ({ source }: StoredSeries) => source ?? '',
  yearTallies: ({ year }: StoredSeries) => String(year),
} as const;

type Tallies = Record<keyof typeof GROUPINGS, Buffer | null>;

/** Of each group and quarter of an hour the tallies have as many rows as there are. */
export function differenceOfTallies(
  block: Tallies,
  rows: readonly Row[],
  series: ReadonlyMap<number, StoredSeries>,
): string | null {
  for (const [name, groupOf] of Object.entries(GROUPINGS) as [
    keyof Tallies,
    (series: StoredSeries) => string,
  ][]) {
    const bytes = block[name];
    if (bytes === null) return `no ${name}`;
    // They are left out where traffic is slow.
    if (bytes.length === 0) continue;
    const keyOf = (seriesId: number, quarter: number): string => {
      const its = series.get(seriesId);
      return `${its ? groupOf(its) : 'no such series'}\0${String(quarter)}`;
    };
    const recount = new Map<string, number>();
    for (const { seriesId, detectedAt } of rows) {
      const key = keyOf(seriesId, Math.floor(detectedAt / 900_000));
      recount.set(key, (recount.get(key) ?? 0) + 1);
    }
    const told = readTallies(bytes, keyOf);
    const wrong = [...recount].find(([key, count]) => told.get(key) !== count);
    if (wrong) return `${name}: ${String(told.get(wrong[0]))} rows, not ${String(wrong[1])}`;
    if (told.size !== recount.size) return `${name}: groups without rows`;
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
  const told = new Map<string, number>();
  for (let member = next(); member.end > 0; member = next()) {
    const length = next();
    let place = 0;
    for (let { end } = length; end < length.end + length.integer;) {
      place += next().integer;
      const rows = next();
      end = rows.end;
      const key = keyOf(member.integer, quarters[place] ?? Number.NaN);
      told.set(key, (told.get(key) ?? 0) + rows.integer);
    }
  }
  return told;
}
