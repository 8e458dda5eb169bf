'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useTRPC } from '../../lib/trpc.ts';
import { useFormat } from '../locale-provider.tsx';
import { Failure } from '../ui/failure.tsx';
import { Panel } from '../ui/panel.tsx';
import { OVERVIEW_EVERY_MS, overviewQueries, type OverviewTime } from './overview-queries.ts';

/** Loaded where it is shown alone. */
const AreaChart = dynamic(
  () => import('../charts/area-chart.tsx').then((module) => module.AreaChart),
  {
    ssr: false,
    loading: () => <div className="sk m-3.5 h-56" />,
  },
);

/** Detections of the last hour, minute by minute. */
export function PerMinute({ time }: { time: OverviewTime }) {
  const { perMinute } = overviewQueries(useTRPC(), time);
  const { data, error, refetch } = useQuery({
    ...perMinute,
    refetchInterval: OVERVIEW_EVERY_MS,
    placeholderData: (previous) => previous,
  });
  const format = useFormat();
  const rows = data?.data ?? [];
  // The last minute is not over: it would look like a fall.
  const complete = rows.slice(0, -1);
  const last = complete.at(-1);
  return (
    <Panel
      title="Per minute"
      className="live"
      actions={
        <span className="legend">
          <span>
            <i className="key" />
            Detections <b className="med">{last ? format.count(last.count) : '–'}</b>
          </span>
        </span>
      }
    >
      {error && !data ? (
        <Failure what="The chart" error={error} onRetry={() => void refetch()} />
      ) : (
        <figure className="h-60 px-3.5 pb-2">
          <AreaChart
            label={`Detections per minute in the last hour.${last ? ` ${format.count(last.count)} in the last full minute.` : ''}`}
            rows={complete}
          />
        </figure>
      )}
    </Panel>
  );
}
