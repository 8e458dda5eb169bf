import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../lib/trpc.ts';
import type { ChartProps } from './chart-props.ts';
import { groupQuery } from './stats-queries.ts';

/** A group's counts; those of the filters before until the new ones are there. */
export function useGroup(
  by: 'category' | 'model' | 'year',
  { params, counted }: Pick<ChartProps, 'params' | 'counted'>,
) {
  return useQuery({
    ...groupQuery(useTRPC(), params, by, counted?.asOf ?? 0),
    enabled: counted !== null,
    placeholderData: keepPreviousData,
  });
}
