import { LRUCache } from 'lru-cache';
import { divisionsFor, MEMBERS, type Division } from '../blocks/series-divisions.ts';
import type { LogFilter } from './log-filter.ts';
import { foldAll, type SeriesCatalogue } from './series-catalogue.ts';

/** The series that a filter selects, among all that the catalogue knew when it was asked for. */
export interface Selection {
  /** 1 for each selected id. */
  readonly mask: Uint8Array;
  /** Ascending. */
  readonly ids: readonly number[];
  /** Says which selection it is, for caches. */
  readonly key: string;
  /** Whose groups it takes whole, so that tallies of any of them answer it; those that take least first. */
  readonly divisions: readonly Division[];
}

export interface Selections {
  /** Null: every series, so that nothing needs to look at them. */
  of(filter: LogFilter): Selection | null;
}

/** A selection of a catalogue of 70,000 series takes up to 700 KB. */
const MOST_KEPT = 32;

type Test = (id: number) => boolean;

interface GrowingSelection extends Selection {
  mask: Uint8Array;
  ids: number[];
  /** Ids below were tested. */
  tested: number;
}

/**
 * Selections are kept by the values of their filter, and new series are tested once: a question that
 * is asked again and again does not look at the whole catalogue.
 */
export function createSelections(catalogue: SeriesCatalogue): Selections {
  const kept = new LRUCache<string, GrowingSelection>({ max: MOST_KEPT });
  return {
    of(filter) {
      const asked = MEMBERS.filter((member) => filter[member] !== undefined);
      if (asked.length === 0) return null;
      const key = JSON.stringify(MEMBERS.map((member) => filter[member]));
      let selection = kept.get(key);
      if (!selection) {
        selection = {
          key,
          divisions: divisionsFor(asked),
          mask: new Uint8Array(0),
          ids: [],
          tested: 0,
        };
        kept.set(key, selection);
      }
      if (selection.tested < catalogue.size) extend(selection, catalogue, filter);
      return selection;
    },
  };
}

function extend(selection: GrowingSelection, catalogue: SeriesCatalogue, filter: LogFilter): void {
  const { size } = catalogue;
  if (selection.mask.length < size) {
    const larger = new Uint8Array(Math.max(size, 2 * selection.mask.length));
    larger.set(selection.mask);
    selection.mask = larger;
  }
  const tests = testsOf(catalogue, filter);
  for (let id = selection.tested; tests !== null && id < size; id++) {
    if (!tests.every((test) => test(id))) continue;
    selection.mask[id] = 1;
    selection.ids.push(id);
  }
  selection.tested = size;
}

/**
 * Texts are compared once for each distinct value, not for each series. Null: no series can pass, because
 * nothing has such a value.
 */
function testsOf(catalogue: SeriesCatalogue, filter: LogFilter): Test[] | null {
  const { make, model, category, source, year } = filter;
  const tests: Test[] = [];
  const wantedValues: (readonly boolean[])[] = [];
  const testIndex = (indexOf: readonly number[], wanted: readonly boolean[]): void => {
    wantedValues.push(wanted);
    tests.push((id) => wanted[indexOf[id] ?? 0] === true);
  };
  if (make) {
    const wanted = foldAll(make);
    testIndex(
      catalogue.makeOf,
      catalogue.makes.map(({ folded }) => wanted.has(folded)),
    );
  }
  if (model) {
    const wanted = foldAll(model);
    testIndex(
      catalogue.modelOf,
      catalogue.models.map(({ folded }) => wanted.has(folded)),
    );
  }
  if (category) {
    const folded = foldAll(category);
    const wanted = catalogue.categories.map((name) => folded.has(name.folded));
    testIndex(
      catalogue.textOf,
      catalogue.texts.map((text) => text.categories.some((index) => wanted[index] === true)),
    );
  }
  if (source) {
    const wanted = new Set(source);
    testIndex(
      catalogue.sourceOf,
      catalogue.sources.map((name) => name !== null && wanted.has(name)),
    );
  }
  if (year) {
    tests.push((id) => {
      const its = catalogue.yearOf[id] ?? 0;
      return year.some(({ from, to }) => from <= its && its <= to);
    });
  }
  return wantedValues.every((wanted) => wanted.includes(true)) ? tests : null;
}
