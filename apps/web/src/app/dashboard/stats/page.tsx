import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { statsParams } from '../../../components/stats/stats-params.ts';
import { prefetchStats } from '../../../components/stats/stats-queries.ts';
import { StatsView } from '../../../components/stats/stats-view.tsx';
import { requestLocale } from '../../../lib/request-locale.ts';
import { serverApi, serverQueryClient } from '../../../lib/server-api.ts';

export const metadata: Metadata = { title: 'Statistics' };

const load = createLoader(statsParams);

/** Rendered with its charts drawn. */
export default async function StatsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [api, params, { timeZone }] = await Promise.all([
    serverApi(),
    load(searchParams),
    requestLocale(),
  ]);
  const client = serverQueryClient();
  await prefetchStats(client, api, params, timeZone);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <StatsView />
    </HydrationBoundary>
  );
}
