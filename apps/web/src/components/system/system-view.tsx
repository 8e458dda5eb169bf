'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../lib/trpc.ts';
import { useStaleSince } from '../../lib/use-stale-since.ts';
import { Failure } from '../ui/failure.tsx';
import { useViewer } from '../viewer-provider.tsx';
import { Condition } from './condition.tsx';
import { Figures } from './figures.tsx';
import { Lag } from './lag.tsx';
import { LostMessages } from './lost-messages.tsx';
import { Quarantine } from './quarantine.tsx';
import { Services } from './services.tsx';

const EVERY_MS = 3_000;

/** Whether every part works and keeps up, in words. */
export function SystemView() {
  const { may } = useViewer();
  const status = useQuery({
    ...useTRPC().system.status.queryOptions(),
    refetchInterval: EVERY_MS,
    refetchOnWindowFocus: true,
  });
  const { data, error, refetch } = status;
  const staleSince = useStaleSince([status]);
  if (error && !data) {
    return <Failure what="The state of the system" error={error} onRetry={() => void refetch()} />;
  }
  return (
    <div className="view">
      <Condition system={data} staleSince={staleSince} />
      <div className="grid12 content-start">
        <Services system={data} />
        <Figures system={data} />
        <Lag system={data} />
        {data && data.lost.length > 0 ? <LostMessages system={data} /> : null}
        <Quarantine total={data?.quarantined} mayRead={may('admin')} />
      </div>
    </div>
  );
}
