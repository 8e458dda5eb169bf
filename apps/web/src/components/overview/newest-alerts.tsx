'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { AlertLine } from '../alerts/alert-line.tsx';
import { NoAlertYet } from '../alerts/no-alert-yet.tsx';
import { useTRPC } from '../../lib/trpc.ts';
import { wasMissed } from '../live/alert-stream.ts';
import { useAlertStream } from '../live/alert-stream-provider.tsx';
import { useSeen } from '../live/seen-provider.tsx';
import { Failure } from '../ui/failure.tsx';
import { Panel } from '../ui/panel.tsx';
import { overviewQueries, type OverviewTime } from './overview-queries.ts';

const SHOWN = 30;

/** The newest alerts: those that the server knew, and above them those that came since. */
export function NewestAlerts({ time }: { time: OverviewTime }) {
  const queries = overviewQueries(useTRPC(), time);
  const { data, error, refetch } = useQuery(queries.alerts);
  const { alerts: received, outages } = useAlertStream();
  const { upTo } = useSeen();
  const known = data?.data ?? [];
  const newest = received[0]?.seq ?? 0;
  const oldestReceived = received.at(-1)?.seq ?? Number.POSITIVE_INFINITY;
  const rows = [
    ...received,
    ...known.filter(({ seq }) => seq < oldestReceived || seq > newest),
  ].slice(0, SHOWN);
  return (
    <Panel
      title="Newest alerts"
      rule
      className="col-span-4"
      actions={
        <Link className="btn ghost s" href="/dashboard/alerts">
          All alerts
          <ChevronRight className="i i-s" aria-hidden />
        </Link>
      }
    >
      {error && !data ? (
        <Failure what="The alerts" error={error} onRetry={() => void refetch()} />
      ) : rows.length === 0 ? (
        <NoAlertYet />
      ) : (
        <div className="alwrap">
          <ol className="alist">
            {rows.map((alert) => (
              <AlertLine
                key={alert.seq}
                alert={alert}
                unseen={alert.seq > upTo}
                missed={wasMissed(outages, alert.seq)}
              />
            ))}
          </ol>
        </div>
      )}
    </Panel>
  );
}
