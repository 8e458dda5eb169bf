import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { createLoader, type SearchParams } from 'nuqs/server';
import { DetectionsView } from '../../../components/detections/detections-view.tsx';
import { listInput, listParams } from '../../../components/detections/list-params.ts';
import { TABLE_LAYOUT_COOKIE } from '../../../components/detections/table-layout.ts';
import { serverApi, serverQueryClient } from '../../../lib/server-api.ts';

export const metadata: Metadata = { title: 'Detections' };

const load = createLoader(listParams);

/** Rendered with the page that the URL names. */
export default async function DetectionsPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const [api, params, jar] = await Promise.all([serverApi(), load(searchParams), cookies()]);
  const client = serverQueryClient();
  // What fails is asked again by the browser, which can say so.
  await Promise.allSettled([
    client.query(api.detections.list.queryOptions(listInput(params))),
    params.id === null ? null : client.query(api.detections.get.queryOptions({ id: params.id })),
  ]);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <DetectionsView tableLayout={jar.get(TABLE_LAYOUT_COOKIE)?.value ?? ''} />
    </HydrationBoundary>
  );
}
