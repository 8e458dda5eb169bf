import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { alertHistory } from '../../../components/alerts/alert-history.ts';
import { alertParams } from '../../../components/alerts/alert-params.ts';
import { AlertsView } from '../../../components/alerts/alerts-view.tsx';
import { createQueryClient } from '../../../lib/query-client.ts';
import { serverApi, serverQueryClient } from '../../../lib/server-api.ts';

export const metadata: Metadata = { title: 'Alerts' };

const load = createLoader(alertParams);

/** Rendered with the newest, or with what the URL names; from there it is live. */
export default async function AlertsPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const [api, params] = await Promise.all([serverApi(), load(searchParams)]);
  const client = serverQueryClient();
  // What is asked for it in between is not sent along a second time.
  const between = createQueryClient();
  // What fails is asked again by the browser, which can say so.
  await Promise.allSettled([
    client.infiniteQuery(
      alertHistory({ params }, (input) => between.query(api.alerts.list.queryOptions(input))),
    ),
  ]);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <AlertsView />
    </HydrationBoundary>
  );
}
