'use client';

import type { Alert } from '@intellisite/contracts';
import { Bell, CloudOff, Pause, Play, SearchX } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { FilterBar } from '../filters/filter-bar.tsx';
import { isFiltered } from '../filters/filter-params.ts';
import { useAlertStream } from '../live/alert-stream-provider.tsx';
import type { Outage } from '../live/alert-stream.ts';
import { useSeen } from '../live/seen.ts';
import { useFormat } from '../locale-provider.tsx';
import { Failure } from '../ui/failure.tsx';
import { AlertList } from './alert-list.tsx';
import { AlertSkeleton } from './alert-skeleton.tsx';
import { alertParams, standsStill } from './alert-params.ts';
import { LiveHead, StillHead } from './alerts-head.tsx';
import { SignalSwitches } from './signal-switches.tsx';
import { useAlertRows } from './use-alert-rows.ts';

/** Alerts as they are raised, newest first, and below them the history. */
export function AlertsView() {
  const format = useFormat();
  const [params, setParams] = useQueryStates(alertParams, { history: 'push' });
  const { alerts: live, head, outages } = useAlertStream();
  /** What was there when the person paused; null: the list is live. */
  const [paused, setPaused] = useState<{ alerts: readonly Alert[]; head: number } | null>(null);
  const { history, rows, found } = useAlertRows(paused?.alerts ?? live, params);
  const { upTo } = useSeen();
  const waiting = paused && head !== null ? head - paused.head : 0;
  const outage = outages.at(-1);

  return (
    <div className="split-page">
      <FilterBar
        filters={params}
        onChange={(changes) => void setParams({ ...changes, alert: null })}
      >
        <SignalSwitches />
        <button
          type="button"
          className="btn"
          aria-pressed={paused !== null}
          disabled={standsStill(params)}
          onClick={() => {
            setPaused(paused ? null : { alerts: live, head: head ?? 0 });
          }}
        >
          {paused ? <Play className="i" aria-hidden /> : <Pause className="i" aria-hidden />}
          {paused ? `Resume, show ${format.count(waiting)}` : 'Pause'}
        </button>
      </FilterBar>
      {found ? (
        <StillHead
          {...found}
          first={params.alert}
          head={head}
          onLookAgain={() => {
            if (params.alert === null) void history.refetch();
            else void setParams({ alert: null });
          }}
        />
      ) : (
        <LiveHead head={head} isPaused={paused !== null} />
      )}
      {outage ? <Missed outage={outage} /> : null}
      {history.error && rows.length === 0 ? (
        <Failure what="The alerts" error={history.error} onRetry={() => void history.refetch()} />
      ) : rows.length === 0 && !history.isPending ? (
        <Nothing filtered={isFiltered(params)} />
      ) : rows.length === 0 ? (
        <AlertSkeleton />
      ) : (
        <AlertList
          rows={rows}
          seenUpTo={upTo}
          outages={outages}
          selected={params.alert}
          onNearEnd={() => {
            if (history.hasNextPage && !history.isFetching) void history.fetchNextPage();
          }}
        />
      )}
    </div>
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

function Nothing({ filtered }: { filtered: boolean }) {
  const Icon = filtered ? SearchX : Bell;
  return (
    <div className="blank">
      <Icon className="i" aria-hidden />
      <h3>{filtered ? 'No alert is like this' : 'No alert yet'}</h3>
      <p>
        {filtered
          ? 'Nothing that was raised so far passes these filters. Remove one of them.'
          : 'Suspicious vehicles appear here within a fraction of a second.'}
      </p>
    </div>
  );
}
