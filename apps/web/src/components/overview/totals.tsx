'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTRPC } from '../../lib/trpc.ts';
import { useFormat } from '../locale-provider.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { OVERVIEW_LIVE, overviewQueries, type OverviewTime } from './overview-queries.ts';

function Stat({ label, value, note }: { label: string; value: ReactNode; note?: ReactNode }) {
  return (
    <div className="stat">
      <dt>{label}</dt>
      <dd className="big">{value}</dd>
      <dd className="sub">{note}</dd>
    </div>
  );
}

/** The headline figures. A figure that is not known yet is a dash, at its final height. */
export function Totals({ time }: { time: OverviewTime }) {
  const queries = overviewQueries(useTRPC(), time);
  const format = useFormat();
  const newest = useQuery({ ...queries.newest, ...OVERVIEW_LIVE });
  const today = useQuery({ ...queries.today, ...OVERVIEW_LIVE });
  const lastHour = useQuery({
    ...queries.lastHour,
    ...OVERVIEW_LIVE,
    placeholderData: keepPreviousData,
  });
  const alerts = useQuery({ ...queries.alertsToday, ...OVERVIEW_LIVE });
  const count = (value: number | undefined): string =>
    value === undefined ? '–' : format.count(value);
  const [last] = newest.data?.data ?? [];
  // Positions count on when retention deletes.
  const isAll = newest.data === undefined || newest.data.total === newest.data.asOf;
  return (
    <dl className="panel stats">
      <Stat
        label={isAll ? 'Detections, all time' : 'Detections kept'}
        value={count(newest.data?.total)}
        note={
          last ? (
            <>
              newest <span className="max-md:hidden">detected </span>
              <RelativeTime time={last.timestamp} />
            </>
          ) : (
            'none yet'
          )
        }
      />
      <Stat
        label="Today"
        value={count(today.data?.total)}
        note={today.data ? `${count(today.data.size)} makes` : null}
      />
      <Stat
        label="Last hour"
        value={count(lastHour.data?.total)}
        note={lastHour.data ? `${format.decimal(lastHour.data.total / 60, 1)} per minute` : null}
      />
      <Stat
        label="Alerts today"
        value={count(alerts.data?.total)}
        note={
          <Link className="link" href="/dashboard/alerts">
            all alerts
          </Link>
        }
      />
    </dl>
  );
}
