import { foldCase } from './case-folding.ts';

const SEPARATOR = ',';

export interface Category {
  /** As it was spelled, trimmed. */
  name: string;
  /** Case-folded: its identity. */
  folded: string;
}

/**
 * The categories that a text names, separated by commas, without empty ones and repetitions, in the
 * order of their first appearance.
 */
export function namedCategories(category: string): Category[] {
  const categories = new Map<string, Category>();
  for (const part of category.split(SEPARATOR)) {
    const name = part.trim();
    const folded = foldCase(name);
    if (name !== '' && !categories.has(folded)) categories.set(folded, { name, folded });
  }
  return [...categories.values()];
}

/** The same, case-folded alone. */
export function categoriesOf(category: string): string[] {
  return namedCategories(category).map(({ folded }) => folded);
}

/** Whether a trimmed text that is not empty names a category: cheaper than {@link categoriesOf}. */
export function namesCategory(category: string): boolean {
  return !category.includes(SEPARATOR) || /[^\s,]/.test(category);
}
