import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { requireSession } from '../../../auth/current-session.ts';
import { USERS_INPUT } from '../../../components/users/users-query.ts';
import { UsersView } from '../../../components/users/users-view.tsx';
import { serverApi, serverQueryClient } from '../../../lib/server-api.ts';

export const metadata: Metadata = { title: 'Users' };

/** Rendered with the list. */
export default async function UsersPage() {
  await requireSession('admin');
  const api = await serverApi();
  const client = serverQueryClient();
  // What fails is asked again by the browser, which can say so.
  await Promise.allSettled([client.query(api.users.list.queryOptions(USERS_INPUT))]);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <UsersView />
    </HydrationBoundary>
  );
}
