import type { TimelineInterval } from '@intellisite/contracts';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from '../../lib/trpc.ts';
import { useLast } from '../../lib/use-last.ts';
import { timeBuckets, type CountedRange, type TimeBucket } from '../charts/time-buckets.ts';
import { useFormat } from '../locale-provider.tsx';
import type { ChartProps } from './chart-props.ts';
import { timelineQuery, wholeTimelineQuery } from './stats-queries.ts';

export interface ShownTimeline {
  interval: TimelineInterval;
  buckets: TimeBucket[];
  /** Of all the time that is not filtered away. */
  wholeBuckets: TimeBucket[];
  asOf: number;
}

/** The timeline that the person looks at; the one before until it is there. */
export function useTimeline({ params, counted }: Pick<ChartProps, 'params' | 'counted'>) {
  const api = useTRPC();
  const { timeZone } = useFormat();
  const asOf = counted?.asOf ?? 0;
  const whole = useQuery({
    ...wholeTimelineQuery(api, params, timeZone, asOf),
    enabled: counted !== null,
  });
  const part = useQuery({
    ...(whole.data
      ? timelineQuery(api, params, timeZone, asOf, whole.data)
      : wholeTimelineQuery(api, params, timeZone, asOf)),
    enabled: counted !== null && whole.data !== undefined,
  });
  const { from, to, zoomFrom, zoomTo } = params;
  const current = useMemo((): ShownTimeline | null => {
    if (!counted || !whole.data || !part.data) return null;
    const filter: CountedRange = { from, to, now: counted.at };
    const zoom: CountedRange = { from: zoomFrom ?? from, to: zoomTo ?? to, now: counted.at };
    return {
      interval: part.data.interval,
      buckets: timeBuckets(part.data, zoom),
      wholeBuckets: timeBuckets(whole.data, filter),
      asOf: part.data.asOf,
    };
  }, [counted, whole.data, part.data, from, to, zoomFrom, zoomTo]);
  const shown = useLast(current);
  const broken = whole.error ? whole : part.error ? part : null;
  return {
    shown: broken && !current ? null : shown,
    stale: current === null,
    failed: broken?.error ? { error: broken.error, retry: () => void broken.refetch() } : null,
  };
}
