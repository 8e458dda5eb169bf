import { createSerializer } from 'nuqs/server';
import { listParams } from '../detections/list-params.ts';
import { filtersOf, type Filters } from '../filters/filter-params.ts';
import { statsParams, type StatsParams } from './stats-params.ts';

const toDetections = createSerializer(listParams);
const toStats = createSerializer(statsParams);

/** The detections that were counted: those of the same instant, so that they are as many. */
export function detectionsHref(
  filters: Filters,
  asOf: number,
  more: Partial<Filters> = {},
): string {
  return toDetections('/dashboard/detections', { ...filtersOf(filters), ...more, asOf });
}

/** A make opens its models; where it is the only one already, its detections. */
export function makeHref(params: StatsParams, asOf: number, make: string): string {
  if (params.make?.length === 1) return detectionsHref(params, asOf, { make: [make] });
  return toStats('/dashboard/stats', { ...params, make: [make] });
}

/** The statistics of what a list shows. */
export function statsHref(filters: Filters): string {
  return toStats('/dashboard/stats', filtersOf(filters));
}
