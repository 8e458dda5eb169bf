import type { Alert } from '@intellisite/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPCClient } from '../../lib/trpc.ts';
import { filterInput, isFiltered, type Filters } from '../filters/filter-params.ts';

const PAGE = 100;

/**
 * What the list shows, newest first: the live alerts and below them the history, page by page. With filters
 * it is the history alone, as of the moment in which they were set.
 */
export function useAlertRows(live: readonly Alert[], filters: Filters) {
  const client = useTRPCClient();
  const input = filterInput(filters);
  const filtered = isFiltered(filters);
  const history = useInfiniteQuery({
    queryKey: ['alerts', 'history', input],
    // The first page fixes where the history ends: what is raised later comes through the stream.
    initialPageParam: { skip: 0, asOf: undefined as number | undefined },
    queryFn: ({ pageParam, signal }) =>
      client.alerts.list.query({ limit: PAGE, ...input, ...pageParam }, { signal }),
    getNextPageParam: ({ skip, size, total, asOf }) =>
      skip + size < total ? { skip: skip + size, asOf } : null,
    staleTime: Infinity,
    gcTime: 0,
  });
  const rows = useMemo((): readonly Alert[] => {
    const known = history.data?.pages.flatMap(({ data }) => data) ?? [];
    if (filtered) return known;
    const oldest = live.at(-1)?.seq ?? Number.POSITIVE_INFINITY;
    return [...live, ...known.filter(({ seq }) => seq < oldest)];
  }, [live, history.data, filtered]);
  const first = history.data?.pages[0];
  return {
    history,
    rows,
    /** Of a filtered list: how many pass the filters, and the newest alert that was looked at. */
    found: filtered && first ? { total: first.total, asOf: first.asOf } : null,
  };
}
