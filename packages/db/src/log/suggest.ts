import { foldCase } from '@intellisite/contracts';
import { addUp } from './group-sums.ts';
import type { SuggestQuery, Suggestion } from './log-reader.ts';
import { foldAll, type Name, type SeriesCatalogue } from './series-catalogue.ts';

const MOST = 20;

/** How well a name meets what was typed: less is better; null: not at all. */
function rankOf(folded: string, typed: string): number | null {
  if (folded.startsWith(typed)) return 0;
  const at = folded.indexOf(typed);
  if (at < 0) return null;
  return beginsWord(folded, typed, at) ? 1 : 2;
}

const WORD = /[\p{L}\p{N}]/u;

function beginsWord(folded: string, typed: string, first: number): boolean {
  for (let at = first; at >= 0; at = folded.indexOf(typed, at + 1)) {
    if (!WORD.test(folded.charAt(at - 1))) return true;
  }
  return false;
}

/**
 * Names that begin with what was typed, then those of which a word does, then those that contain it;
 * within each the most frequent first. Spellings that differ in case are one name, in its most frequent
 * spelling, because a filter does not tell them apart.
 */
export function suggestNames(
  catalogue: SeriesCatalogue,
  bySeries: Float64Array,
  { field, q, make }: SuggestQuery,
): Suggestion[] {
  const names: readonly Name[] = field === 'make' ? catalogue.makes : catalogue.models;
  const counts = new Float64Array(names.length);
  addUp(field === 'make' ? catalogue.makeOf : catalogue.modelOf, bySeries, null, counts);
  const typed = foldCase(q.trim());
  const makes = make && foldAll(make);
  const makeOf = (index: number): string =>
    field === 'make'
      ? (names[index]?.folded ?? '')
      : (catalogue.makes[catalogue.models[index]?.make ?? 0]?.folded ?? '');

  interface Merged extends Suggestion {
    folded: string;
    rank: number;
    /** Of the spelling that is shown. */
    most: number;
  }
  const merged = new Map<string, Merged>();
  names.forEach(({ name, folded }, index) => {
    const count = counts[index] ?? 0;
    if (count === 0 || makes?.has(makeOf(index)) === false) return;
    const rank = rankOf(folded, typed);
    if (rank === null) return;
    const known = merged.get(folded);
    if (!known) {
      merged.set(folded, { value: name, folded, count, rank, most: count });
      return;
    }
    known.count += count;
    if (count > known.most) {
      known.most = count;
      known.value = name;
    }
  });
  return [...merged.values()]
    .sort((a, b) => a.rank - b.rank || b.count - a.count || (a.folded < b.folded ? -1 : 1))
    .slice(0, MOST)
    .map(({ value, count }) => ({ value, count }));
}
