'use client';

import { useQueries } from '@tanstack/react-query';
import { useTRPC } from '../../lib/trpc.ts';
import { useStaleSince } from '../../lib/use-stale-since.ts';
import { StaleBanner } from '../ui/stale-banner.tsx';
import { useViewer } from '../viewer-provider.tsx';
import { overviewQueries, type OverviewTime } from './overview-queries.ts';

/** Says once, above all of them, of when figures are that cannot be asked for anew; nothing else. */
export function FiguresAge({ time }: { time: OverviewTime }) {
  const api = useTRPC();
  const mayReadSystem = useViewer().may('operator');
  const { newest, today, lastHour, perMinute, alertsToday } = overviewQueries(api, time);
  // The panels ask; this follows what they are answered. The newest alerts come by themselves.
  const answers = useQueries({
    queries: [
      newest,
      today,
      lastHour,
      perMinute,
      alertsToday,
      ...(mayReadSystem ? [api.system.status.queryOptions()] : []),
    ],
  });
  const since = useStaleSince(answers);
  return (
    <div role="status" className={since === null ? 'sr' : 'stack'}>
      {since === null ? null : <StaleBanner since={since} />}
    </div>
  );
}
