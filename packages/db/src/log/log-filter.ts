import { foldCase } from '@intellisite/contracts';
import type { Series, SeriesCatalogue } from './series-catalogue.ts';

/** What rows to look at; an absent member does not restrict, several values of one mean any of them. */
export interface LogFilter {
  make?: readonly string[];
  model?: readonly string[];
  category?: readonly string[];
  source?: readonly string[];
  /** Both inclusive. */
  year?: readonly { from: number; to: number }[];
  /** ms since 1970, inclusive. */
  from?: number;
  /** ms since 1970, exclusive. */
  to?: number;
}

/** The series that a filter selects. */
export interface Selection {
  /** 1 for each selected id. */
  readonly mask: Uint8Array;
  /** Ascending. */
  readonly ids: Uint32Array;
}

/** Null: every series, so that counting needs no look at them. */
export function selectSeries(catalogue: SeriesCatalogue, filter: LogFilter): Selection | null {
  const tests: ((series: Series) => boolean)[] = [];
  const { make, model, category, source, year } = filter;
  if (make) {
    const wanted = folded(make);
    tests.push(({ makeFolded }) => wanted.has(makeFolded));
  }
  if (model) {
    const wanted = folded(model);
    tests.push(({ modelFolded }) => wanted.has(modelFolded));
  }
  if (category) {
    const wanted = folded(category);
    tests.push(({ categories }) => categories.some((name) => wanted.has(name)));
  }
  if (source) {
    const wanted = new Set(source);
    tests.push((series) => series.source !== null && wanted.has(series.source));
  }
  if (year)
    tests.push((series) => year.some(({ from, to }) => from <= series.year && series.year <= to));
  if (tests.length === 0) return null;
  const mask = new Uint8Array(catalogue.byId.length);
  const ids: number[] = [];
  for (const series of catalogue.byId) {
    if (!series || !tests.every((test) => test(series))) continue;
    mask[series.id] = 1;
    ids.push(series.id);
  }
  return { mask, ids: Uint32Array.from(ids) };
}

function folded(values: readonly string[]): Set<string> {
  return new Set(values.map(foldCase));
}
