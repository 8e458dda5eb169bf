import type { Format } from '../../lib/format.ts';
import { isFiltered, type Filters } from '../filters/filter-params.ts';
import { writtenOut } from '../ui/hostile-text.tsx';

/** What was counted, in words that a file can carry. */
export function describeFilters(filters: Filters, format: Pick<Format, 'exact'>): string {
  if (!isFiltered(filters)) return 'All detections';
  const { make, model, category, source, year, from, to } = filters;
  const names = Object.entries({ make, model, category, camera: source }).flatMap(
    ([name, values]) => (values ? [`${name} ${values.map(writtenOut).join(' or ')}`] : []),
  );
  return [
    'Detections',
    ...names,
    ...(year === null ? [] : [`year ${year.replace('..', ' to ')}`]),
    ...(from ? [`from ${format.exact(from.getTime())}`] : []),
    ...(to ? [`until ${format.exact(to.getTime())}`] : []),
  ].join(', ');
}
