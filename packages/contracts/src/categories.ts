import { foldCase } from './case-folding.ts';

const SEPARATOR = ',';

/**
 * The categories that a text names, separated by commas: case-folded, trimmed, without empty ones
 * and repetitions, in the order of their first appearance.
 */
export function categoriesOf(category: string): string[] {
  const categories = new Set<string>();
  for (const part of category.split(SEPARATOR)) {
    const name = foldCase(part.trim());
    if (name !== '') categories.add(name);
  }
  return [...categories];
}

/** Whether the text names at least one category: the cheap form of asking {@link categoriesOf}. */
export function namesCategory(category: string): boolean {
  return /[^\s,]/.test(category);
}
