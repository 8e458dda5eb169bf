import type { Alert } from '@intellisite/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPCClient } from '../../lib/trpc.ts';
import { filterInput } from '../filters/filter-params.ts';
import { standsStill, type AlertParams } from './alert-params.ts';

const PAGE = 100;

/**
 * What the list shows, newest first: the live alerts and below them the history, page by page. A list that
 * stands still is the history alone.
 */
export function useAlertRows(live: readonly Alert[], params: AlertParams) {
  const client = useTRPCClient();
  const input = filterInput(params);
  const still = standsStill(params);
  const history = useInfiniteQuery({
    queryKey: ['alerts', 'history', input, params.alert],
    // The first page fixes where the history ends: what is raised later comes through the stream.
    initialPageParam: { skip: 0, asOf: params.alert ?? undefined },
    queryFn: ({ pageParam, signal }) =>
      client.alerts.list.query({ limit: PAGE, ...input, ...pageParam }, { signal }),
    getNextPageParam: ({ skip, size, total, asOf }) =>
      skip + size < total ? { skip: skip + size, asOf } : null,
    staleTime: Infinity,
    gcTime: 0,
  });
  const rows = useMemo((): readonly Alert[] => {
    const known = history.data?.pages.flatMap(({ data }) => data) ?? [];
    if (still) return known;
    const oldest = live.at(-1)?.seq ?? Number.POSITIVE_INFINITY;
    return [...live, ...known.filter(({ seq }) => seq < oldest)];
  }, [live, history.data, still]);
  const first = history.data?.pages[0];
  return {
    history,
    rows,
    /** Of a list that stands still: how many pass the filters, and the newest alert that was looked at. */
    found: still && first ? { total: first.total, asOf: first.asOf } : null,
  };
}
