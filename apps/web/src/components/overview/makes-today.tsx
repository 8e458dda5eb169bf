'use client';

import { joinValues } from '@intellisite/contracts';
import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { useTRPC } from '../../lib/trpc.ts';
import { Bars } from '../charts/bars.tsx';
import { useFormat } from '../locale-provider.tsx';
import { Blank } from '../ui/blank.tsx';
import { Failure } from '../ui/failure.tsx';
import { Panel } from '../ui/panel.tsx';
import { OVERVIEW_LIVE, overviewQueries, type OverviewTime } from './overview-queries.ts';

const SHOWN = 10;

/** The makes that were seen most today; each opens its detections. */
export function MakesToday({ time }: { time: OverviewTime }) {
  const { today } = overviewQueries(useTRPC(), time);
  const { data, error, refetch } = useQuery({ ...today, ...OVERVIEW_LIVE });
  const format = useFormat();
  const from = new Date(time.today).toISOString();
  return (
    <Panel
      title="Makes today"
      note={
        data && data.size > 0
          ? `${format.count(Math.min(SHOWN, data.size))} of ${format.count(data.size)}`
          : ''
      }
      className="col-span-7"
      actions={
        <Link className="btn ghost s" prefetch={false} href={`/dashboard/detections?from=${from}`}>
          All of today
          <ChevronRight className="i i-s" aria-hidden />
        </Link>
      }
    >
      {error && !data ? (
        <Failure what="The makes" error={error} onRetry={() => void refetch()} />
      ) : data?.size === 0 ? (
        <Blank title="No detection today" text="The makes are counted here from midnight on." />
      ) : (
        <div className="chart-c">
          <Bars
            label="Detections today by make"
            rows={(data?.data ?? []).slice(0, SHOWN).map(({ make = '', count }) => ({
              names: [make],
              count,
              href: `/dashboard/detections?${new URLSearchParams({ make: joinValues([make]), from }).toString()}`,
            }))}
            total={data?.total ?? 0}
            places={SHOWN}
          />
        </div>
      )}
    </Panel>
  );
}
