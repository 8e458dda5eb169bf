import type { Alert } from '@intellisite/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTRPCClient } from '../../lib/trpc.ts';
import type { AlertStreamState } from '../live/alert-stream.ts';
import { alertHistory } from './alert-history.ts';
import { standsStill, type AlertParams } from './alert-params.ts';

/** What of the stream is in the list. */
export type LiveAlerts = Pick<AlertStreamState, 'alerts' | 'listedAfter' | 'resets'>;

/**
 * What the list shows, newest first: the live alerts and below them the history, page by page. A list that
 * stands still is the history alone.
 */
export function useAlertRows(
  { alerts: live, listedAfter, resets }: LiveAlerts,
  params: AlertParams,
) {
  const client = useTRPCClient();
  const still = standsStill(params);
  // Whoever comes back to the list has live alerts already: the history begins below them.
  const [begin, setBegin] = useState({ upTo: live.length > 0 ? listedAfter : null, resets });
  const history = useInfiniteQuery({
    ...alertHistory({ params, live: still ? null : begin }, (input, signal) =>
      client.alerts.list.query(input, { signal }),
    ),
    gcTime: 0,
  });
  const asOf = history.data?.pages[0]?.asOf ?? null;
  // Alerts that the stream has let go of, or that it began after, are in a history that begins later.
  const isGap =
    asOf !== null && listedAfter !== null && asOf < listedAfter && begin.upTo !== listedAfter;
  if (!still && (isGap || begin.resets !== resets)) setBegin({ upTo: listedAfter, resets });
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
