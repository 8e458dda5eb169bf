import type { Alert } from '@intellisite/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPCClient } from '../../lib/trpc.ts';
import { alertHistory } from './alert-history.ts';
import { standsStill, type AlertParams } from './alert-params.ts';

/**
 * What the list shows, newest first: the live alerts and below them the history, page by page. A list that
 * stands still is the history alone.
 */
export function useAlertRows(live: readonly Alert[], params: AlertParams) {
  const client = useTRPCClient();
  const still = standsStill(params);
  const history = useInfiniteQuery({
    ...alertHistory(params, (input, signal) => client.alerts.list.query(input, { signal })),
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
