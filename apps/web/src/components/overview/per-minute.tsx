'use client';

import { useQuery } from '@tanstack/react-query';
import { ChartLine } from 'lucide-react';
import { useTRPC } from '../../lib/trpc.ts';
import { timeBuckets } from '../charts/time-buckets.ts';
import { TimeChart } from '../charts/time-chart.tsx';
import { ChartTable } from '../charts/chart-table.tsx';
import { useFormat } from '../locale-provider.tsx';
import { Blank } from '../ui/blank.tsx';
import { Failure } from '../ui/failure.tsx';
import { Panel } from '../ui/panel.tsx';
import { OVERVIEW_LIVE, overviewQueries, type OverviewTime } from './overview-queries.ts';

/** Detections of the last hour, minute by minute. */
export function PerMinute({ time }: { time: OverviewTime }) {
  const { perMinute } = overviewQueries(useTRPC(), time);
  const { data, error, refetch } = useQuery({
    ...perMinute,
    ...OVERVIEW_LIVE,
    placeholderData: (previous) => previous,
  });
  const format = useFormat();
  // Whole minutes were asked for, up to the last that is over.
  const buckets = data
    ? timeBuckets(data, { from: null, to: null, now: Date.parse(data.end) })
    : null;
  const isCounted = buckets?.some(({ state }) => state !== 'unknown');
  const last = buckets?.at(-1);
  const figure = last === undefined || last.state === 'unknown' ? '–' : format.count(last.count);
  const label = `Detections per minute in the last hour. In the last full minute: ${figure}.`;
  return (
    <Panel
      title="Per minute"
      actions={
        <span className="legend">
          <span>
            <i className="key" />
            Last full minute <b className="med">{figure}</b>
          </span>
        </span>
      }
    >
      {error && !data ? (
        <Failure what="The chart" error={error} onRetry={() => void refetch()} />
      ) : isCounted === false ? (
        <div className="per-minute grid">
          <Blank
            icon={ChartLine}
            title="No detections yet"
            text="What the cameras see is counted here, minute by minute."
          />
        </div>
      ) : (
        <div className="per-minute">
          {buckets === null ? null : (
            <>
              <TimeChart label={label} buckets={buckets} interval="minute" />
              <ChartTable
                hidden
                caption={label}
                names={['Minute']}
                figures={['Detections']}
                rows={buckets.map(({ start, end, count, state }) => ({
                  key: String(start),
                  names: [format.interval('minute', start, end)],
                  figures: [state === 'unknown' ? 'not counted' : format.count(count)],
                }))}
              />
            </>
          )}
        </div>
      )}
    </Panel>
  );
}
