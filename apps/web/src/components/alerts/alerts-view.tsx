'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Bell, Check, CloudOff, Pause, Play } from 'lucide-react';
import { useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useTRPCClient } from '../../lib/trpc.ts';
import type { ReceivedAlert } from '../live/alert-stream.ts';
import { useAlertStream } from '../live/alert-stream-provider.tsx';
import { seenStore } from '../live/seen.ts';
import { useFormat } from '../locale-provider.tsx';
import { Failure } from '../ui/failure.tsx';
import { AlertLine, type ListedAlert } from './alert-line.tsx';

const ROW_PX = 53;
const PAGE = 100;
const never = (): (() => void) => () => undefined;

/** Alerts as they are raised, newest first, and below them the history. */
export function AlertsView() {
  const client = useTRPCClient();
  const format = useFormat();
  const { alerts: received, lastOutage } = useAlertStream();
  /** What was there when the person paused; null: the list is live. */
  const [paused, setPaused] = useState<readonly ReceivedAlert[] | null>(null);
  const seen = useSyncExternalStore(seenStore.subscribe, seenStore.seq, () => 0);
  const mounted = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const history = useInfiniteQuery({
    queryKey: ['alerts', 'history'],
    // The first page fixes where the history ends: what is raised later comes through the stream.
    initialPageParam: { skip: 0, asOf: undefined as number | undefined },
    queryFn: ({ pageParam, signal }) =>
      client.alerts.list.query({ limit: PAGE, ...pageParam }, { signal }),
    getNextPageParam: ({ skip, size, total, asOf }) =>
      skip + size < total ? { skip: skip + size, asOf } : null,
    staleTime: Infinity,
  });
  const shown = paused ?? received;
  const rows = useMemo((): ListedAlert[] => {
    const known = history.data?.pages.flatMap(({ data }) => data) ?? [];
    const oldest = shown.at(-1)?.seq ?? Number.POSITIVE_INFINITY;
    return [...shown, ...known.filter(({ seq }) => seq < oldest)];
  }, [shown, history.data]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => rows[index]?.seq ?? index,
    overscan: 10,
  });
  const newest = rows[0]?.seq ?? 0;
  const waiting = paused ? received.filter(({ seq }) => seq > (paused[0]?.seq ?? 0)).length : 0;
  const unseen = mounted ? rows.filter(({ seq }) => seq > seen).length : 0;

  return (
    <div className="split-page">
      <div className="bar-top">
        <button
          type="button"
          className="btn"
          aria-pressed={paused !== null}
          onClick={() => {
            setPaused(paused ? null : received);
          }}
        >
          {paused ? <Play className="i" aria-hidden /> : <Pause className="i" aria-hidden />}
          {paused ? `Resume, show ${format.count(waiting)}` : 'Pause'}
        </button>
        <span className="grow" />
        <button
          type="button"
          className="btn ghost"
          disabled={unseen === 0}
          onClick={() => {
            seenStore.see(newest);
          }}
        >
          <Check className="i" aria-hidden />
          Mark all as seen
        </button>
      </div>
      <div className="meta">
        <span role="status">
          <b className="med">{format.count(unseen)} not seen</b>
        </span>
        <span className="grow" />
        <span className="ink-3">
          {paused ? 'Paused: nothing is lost' : 'New alerts appear at the top'}
        </span>
      </div>
      {lastOutage && lastOutage.missed > 0 ? (
        <div className="banner attention flush">
          <CloudOff className="i" aria-hidden />
          <p className="grow">
            <b>{format.count(lastOutage.missed)} missed while disconnected</b> from{' '}
            {format.clock(lastOutage.from)} to {format.clock(lastOutage.to)}. All recovered, in
            order.
          </p>
        </div>
      ) : null}
      {history.error && rows.length === 0 ? (
        <Failure what="The alerts" error={history.error} onRetry={() => void history.refetch()} />
      ) : rows.length === 0 && !history.isPending ? (
        <div className="blank">
          <Bell className="i" aria-hidden />
          <h3>No alert yet</h3>
          <p>Suspicious vehicles appear here within a fraction of a second.</p>
        </div>
      ) : (
        <div
          ref={scroller}
          className="scroll bg-surface"
          tabIndex={0}
          onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
            const nearEnd = scrollHeight - scrollTop - clientHeight < 20 * ROW_PX;
            if (nearEnd && history.hasNextPage && !history.isFetching) void history.fetchNextPage();
          }}
        >
          <ol className="relative" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(({ key, index, start }) => {
              const alert = rows[index];
              return alert ? (
                <AlertLine
                  key={key}
                  alert={alert}
                  unseen={mounted && alert.seq > seen}
                  top={start}
                />
              ) : null;
            })}
          </ol>
        </div>
      )}
    </div>
  );
}
