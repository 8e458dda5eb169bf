import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { Overview } from '../../components/overview/overview.tsx';
import { prefetchOverview } from '../../components/overview/overview-queries.ts';
import { dayOf } from '../../lib/day.ts';
import { requestLocale } from '../../lib/request-locale.ts';
import { serverApi, serverQueryClient } from '../../lib/server-api.ts';

export const metadata: Metadata = { title: 'Overview' };

/** Rendered with its figures; from there it is live. */
export default async function OverviewPage() {
  const [api, locale] = await Promise.all([serverApi(), requestLocale()]);
  const now = Date.now();
  const { start: today, end: tomorrow } = dayOf(now, locale.timeZone);
  const client = serverQueryClient();
  await prefetchOverview(client, api, { now, today });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <Overview today={today} tomorrow={tomorrow} />
    </HydrationBoundary>
  );
}
