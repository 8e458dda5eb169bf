'use client';

import type { Alert } from '@intellisite/contracts';
import { Bell, Check, CloudOff, Pause, Play, RotateCw, SearchX } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { FilterBar } from '../filters/filter-bar.tsx';
import { filterParams, isFiltered } from '../filters/filter-params.ts';
import { useAlertStream } from '../live/alert-stream-provider.tsx';
import { see, useSeen } from '../live/seen.ts';
import { useFormat } from '../locale-provider.tsx';
import { Failure } from '../ui/failure.tsx';
import { AlertList } from './alert-list.tsx';
import { SignalSwitches } from './signal-switches.tsx';
import { useAlertRows } from './use-alert-rows.ts';

/** Alerts as they are raised, newest first, and below them the history. */
export function AlertsView() {
  const format = useFormat();
  const [filters, setFilters] = useQueryStates(filterParams, { history: 'push' });
  const filtered = isFiltered(filters);
  const { alerts: live, head, outages } = useAlertStream();
  /** What was there when the person paused; null: the list is live. */
  const [paused, setPaused] = useState<{ alerts: readonly Alert[]; head: number } | null>(null);
  const { history, rows, found } = useAlertRows(paused?.alerts ?? live, filters);
  const { upTo, unseen } = useSeen();
  const waiting = paused && head !== null ? head - paused.head : 0;
  const later = found && head !== null ? head - found.asOf : 0;
  const outage = outages.at(-1);
  const missed = outage && outage.until !== null ? outage.until - outage.after : 0;

  return (
    <div className="split-page">
      <FilterBar filters={filters} onChange={(changes) => void setFilters(changes)}>
        <SignalSwitches />
        <button
          type="button"
          className="btn"
          aria-pressed={paused !== null}
          disabled={filtered}
          onClick={() => {
            setPaused(paused ? null : { alerts: live, head: head ?? 0 });
          }}
        >
          {paused ? <Play className="i" aria-hidden /> : <Pause className="i" aria-hidden />}
          {paused ? `Resume, show ${format.count(waiting)}` : 'Pause'}
        </button>
      </FilterBar>
      <div className="meta">
        {found ? (
          <span>
            <b className="med">{format.count(found.total)}</b>{' '}
            <span className="ink-3">of {format.count(found.asOf)} alerts</span>
          </span>
        ) : (
          <>
            <b className="med">{format.count(unseen)} not seen</b>
            <button
              type="button"
              className="btn ghost s"
              disabled={unseen === 0}
              onClick={() => {
                if (head !== null) see(head);
              }}
            >
              <Check className="i i-s" aria-hidden />
              Mark all as seen
            </button>
          </>
        )}
        <span className="grow" />
        {found && later > 0 ? (
          <button type="button" className="new" onClick={() => void history.refetch()}>
            <RotateCw className="i i-s" aria-hidden />
            {format.count(later)} raised since · <u>look again</u>
          </button>
        ) : (
          <span className="ink-3">
            {paused ? 'Paused: nothing is lost' : found ? '' : 'New alerts appear at the top'}
          </span>
        )}
      </div>
      {outage && missed > 0 ? (
        <div className="banner attention flush" role="status">
          <CloudOff className="i" aria-hidden />
          <p className="grow">
            <b>{format.count(missed)} missed while disconnected</b> from {format.clock(outage.from)}{' '}
            to {format.clock(outage.to)}. All recovered, in order.
          </p>
        </div>
      ) : null}
      {history.error && rows.length === 0 ? (
        <Failure what="The alerts" error={history.error} onRetry={() => void history.refetch()} />
      ) : rows.length === 0 && !history.isPending ? (
        <Nothing filtered={filtered} />
      ) : (
        <AlertList
          rows={rows}
          seenUpTo={upTo}
          outages={outages}
          onNearEnd={() => {
            if (history.hasNextPage && !history.isFetching) void history.fetchNextPage();
          }}
        />
      )}
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
