import type { AppRouter } from '@intellisite/api';
import type { StatsGroup, Timeline } from '@intellisite/contracts';
import type { QueryClient } from '@tanstack/react-query';
import type { TRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { canDraw } from '../charts/time-buckets.ts';
import { filterInput } from '../filters/filter-params.ts';
import type { StatsParams } from './stats-params.ts';

type Api = TRPCOptionsProxy<AppRouter>;

/** The makes, as of now: what else is asked is about the same detections. */
export function headQuery(api: Api, params: StatsParams) {
  return {
    ...api.stats.counts.queryOptions({ by: 'make', ...filterInput(params) }),
    staleTime: Infinity,
  };
}

/** How many there would be now. */
export function latestQuery(api: Api, params: StatsParams) {
  return api.detections.list.queryOptions({ ...filterInput(params), limit: 1 });
}

export function groupQuery(
  api: Api,
  params: StatsParams,
  by: Exclude<StatsGroup, 'make'>,
  asOf: number,
) {
  return {
    ...api.stats.counts.queryOptions({ by, ...filterInput(params), asOf }),
    staleTime: Infinity,
  };
}

/** All of the time that is not filtered away, in intervals that a chart has room for. */
export function wholeTimelineQuery(api: Api, params: StatsParams, tz: string, asOf: number) {
  return {
    ...api.stats.timeline.queryOptions({ interval: 'auto', tz, ...filterInput(params), asOf }),
    staleTime: Infinity,
  };
}

/**
 * The part of it that is looked at, in the intervals that the person has chosen; where a chart cannot
 * show those, in fitting ones.
 */
export function timelineQuery(
  api: Api,
  params: StatsParams,
  tz: string,
  asOf: number,
  whole: Timeline,
) {
  const filter = filterInput(params);
  const from = params.zoomFrom?.toISOString() ?? filter.from ?? whole.data[0]?.start ?? whole.end;
  const to = params.zoomTo?.toISOString() ?? filter.to ?? whole.end;
  const chosen = params.interval;
  const drawable =
    chosen !== 'auto' && canDraw(chosen, { from: Date.parse(from), to: Date.parse(to) });
  const interval = drawable ? chosen : 'auto';
  if (interval === 'auto' && !params.zoomFrom && !params.zoomTo) {
    return wholeTimelineQuery(api, params, tz, asOf);
  }
  return {
    ...api.stats.timeline.queryOptions({ interval, tz, ...filter, from, to, asOf }),
    staleTime: Infinity,
  };
}

/** Asks all of it on the server; what fails is asked again by the browser, which can say so. */
export async function prefetchStats(
  client: QueryClient,
  api: Api,
  params: StatsParams,
  tz: string,
): Promise<void> {
  const head = await client.query(headQuery(api, params)).catch(() => null);
  if (!head) return;
  const { asOf } = head;
  const timeline = async (): Promise<void> => {
    const whole = await client.query(wholeTimelineQuery(api, params, tz, asOf));
    await client.query(timelineQuery(api, params, tz, asOf, whole));
  };
  await Promise.allSettled([
    client.query(groupQuery(api, params, 'category', asOf)),
    client.query(groupQuery(api, params, 'model', asOf)),
    client.query(groupQuery(api, params, 'year', asOf)),
    timeline(),
  ]);
}
