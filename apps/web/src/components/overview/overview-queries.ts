import type { AppRouter } from '@intellisite/api';
import type { QueryClient } from '@tanstack/react-query';
import type { TRPCOptionsProxy } from '@trpc/tanstack-react-query';

type Api = TRPCOptionsProxy<AppRouter>;

export interface OverviewTime {
  /** ms since 1970 */
  now: number;
  /** When the person's day began, in ms since 1970. */
  today: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The figures are asked for anew, and at once when the page comes into sight; the alerts come by themselves. */
export const OVERVIEW_LIVE = { refetchInterval: 5_000, refetchOnWindowFocus: true };

const iso = (ms: number): string => new Date(ms).toISOString();

/** What the overview asks. Times are whole minutes, so that server and browser ask the same. */
export function overviewQueries(api: Api, { now, today }: OverviewTime) {
  const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  // The minute that is not over would look like a fall.
  const wholeMinutes = { from: iso(minute - HOUR_MS), to: iso(minute) };
  return {
    newest: api.detections.list.queryOptions({ limit: 1 }),
    today: api.stats.counts.queryOptions({ by: 'make', from: iso(today) }),
    lastHour: api.detections.list.queryOptions({ limit: 1, from: iso(minute - HOUR_MS) }),
    perMinute: api.stats.timeline.queryOptions({ interval: 'minute', ...wholeMinutes }),
    alertsToday: api.alerts.list.queryOptions({ limit: 1, from: iso(today) }),
    alerts: api.alerts.list.queryOptions({ limit: 30 }),
  };
}

/** Asks all of it on the server; what fails is asked again by the browser, which can say so. */
export async function prefetchOverview(
  client: QueryClient,
  api: Api,
  time: OverviewTime,
): Promise<void> {
  const queries = overviewQueries(api, time);
  await Promise.allSettled([
    client.query(queries.newest),
    client.query(queries.today),
    client.query(queries.lastHour),
    client.query(queries.perMinute),
    client.query(queries.alertsToday),
    client.query(queries.alerts),
  ]);
}
