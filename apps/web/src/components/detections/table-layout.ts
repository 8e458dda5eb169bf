/** The columns that a person can do without, in their order. What opens a detection is always there. */
export const OPTIONAL_COLUMNS = [
  { id: 'detected', name: 'Detected' },
  { id: 'year', name: 'Year' },
  { id: 'make', name: 'Make' },
  { id: 'model', name: 'Model' },
  { id: 'category', name: 'Category' },
  { id: 'camera', name: 'Camera' },
] as const;

export type OptionalColumn = (typeof OPTIONAL_COLUMNS)[number]['id'];

export const DENSITIES = ['comfortable', 'compact'] as const;

export type Density = (typeof DENSITIES)[number];

/** How a person likes the table of detections. */
export interface TableLayout {
  hidden: readonly OptionalColumn[];
  density: Density;
}

/** Says the server how this device shows the table. */
export const TABLE_LAYOUT_COOKIE = 'detection-table';
const SEPARATOR = '.';

/** From the words of a cookie: the columns that are hidden, and the density; others mean nothing. */
export function parseTableLayout(text: string): TableLayout {
  const words = new Set(text.split(SEPARATOR));
  return {
    hidden: OPTIONAL_COLUMNS.map(({ id }) => id).filter((id) => words.has(id)),
    density: words.has('compact') ? 'compact' : 'comfortable',
  };
}

export function writeTableLayout({ hidden, density }: TableLayout): string {
  return [density, ...hidden].join(SEPARATOR);
}
