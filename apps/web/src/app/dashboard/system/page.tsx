import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { requireSession } from '../../../auth/current-session.ts';
import { quarantineInput, quarantineParams } from '../../../components/system/quarantine-params.ts';
import { SystemView } from '../../../components/system/system-view.tsx';
import { serverApi, serverQueryClient } from '../../../lib/server-api.ts';

export const metadata: Metadata = { title: 'System' };

const load = createLoader(quarantineParams);

/** Rendered with the state of every part; from there it is live. */
export default async function SystemPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const { user } = await requireSession('operator');
  const [api, params] = await Promise.all([serverApi(), load(searchParams)]);
  const client = serverQueryClient();
  // What fails is asked again by the browser, which can say so.
  await Promise.allSettled([
    client.query(api.system.status.queryOptions()),
    user.role === 'admin'
      ? client.query(api.quarantine.list.queryOptions(quarantineInput(params)))
      : null,
  ]);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <SystemView />
    </HydrationBoundary>
  );
}
