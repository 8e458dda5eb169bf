'use client';

import { CloudOff } from 'lucide-react';
import { isFiltered } from '../filters/filter-params.ts';
import { NothingFound } from '../filters/nothing-found.tsx';
import { useAlertStream } from '../live/alert-stream-provider.tsx';
import type { Outage } from '../live/alert-stream.ts';
import { useSeen } from '../live/seen-provider.tsx';
import { useFormat } from '../locale-provider.tsx';
import { FailureBanner } from '../ui/failure-banner.tsx';
import { Failure } from '../ui/failure.tsx';
import { AlertList } from './alert-list.tsx';
import type { AlertParams } from './alert-params.ts';
import { AlertSkeleton } from './alert-skeleton.tsx';
import { LiveHead, StillHead } from './alerts-head.tsx';
import { NoAlertYet } from './no-alert-yet.tsx';
import type { PausedAlerts } from './pause-button.tsx';
import { useAlertRows } from './use-alert-rows.ts';

/** The part of the view that follows the stream: what stands around it is not drawn anew for each alert. */
export function FollowedAlerts({
  params,
  paused,
  onClear,
  onShowNewest,
}: {
  params: AlertParams;
  /** Null: the list is live. */
  paused: PausedAlerts | null;
  /** Takes all filters away. */
  onClear: () => void;
  /** No longer from the alert on that was asked for. */
  onShowNewest: () => void;
}) {
  const stream = useAlertStream();
  const { head, outages } = stream;
  const { history, rows, found } = useAlertRows(paused?.live ?? stream, params);
  const { upTo } = useSeen();
  const outage = outages.at(-1);
  const retry = (): void => {
    void (history.isFetchNextPageError ? history.fetchNextPage() : history.refetch());
  };

  return (
    <>
      {found ? (
        <StillHead
          {...found}
          first={params.alert}
          head={head}
          onLookAgain={() => {
            if (params.alert === null) void history.refetch();
            else onShowNewest();
          }}
        />
      ) : (
        <LiveHead head={head} isPaused={paused !== null} />
      )}
      {outage ? <Missed outage={outage} /> : null}
      {history.error && rows.length > 0 ? (
        <FailureBanner what="Older alerts" error={history.error} onRetry={retry} />
      ) : null}
      {history.error && rows.length === 0 ? (
        <Failure what="The alerts" error={history.error} onRetry={retry} />
      ) : rows.length === 0 && !history.isPending ? (
        isFiltered(params) ? (
          <NothingFound what="alerts" onClear={onClear} />
        ) : (
          <NoAlertYet />
        )
      ) : rows.length === 0 ? (
        <AlertSkeleton />
      ) : (
        <AlertList
          rows={rows}
          seenUpTo={upTo}
          outages={outages}
          selected={params.alert}
          onNearEnd={() => {
            if (history.hasNextPage && !history.isFetching && !history.isError)
              void history.fetchNextPage();
          }}
        />
      )}
    </>
  );
}

/** Says what an outage has cost, when it is known: nothing but time. */
function Missed({ outage: { from, to, after, until } }: { outage: Outage }) {
  const format = useFormat();
  const missed = until === null ? 0 : until - after;
  if (missed === 0) return null;
  return (
    <div className="banner attention flush" role="status">
      <CloudOff className="i" aria-hidden />
      <p className="grow">
        <b>{format.count(missed)} missed while disconnected</b> from {format.clock(from)} to{' '}
        {format.clock(to)}. All recovered, in order.
      </p>
    </div>
  );
}
