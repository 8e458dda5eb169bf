import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { requireSession } from '../../../auth/current-session.ts';
import { ProfileView } from '../../../components/profile/profile-view.tsx';
import { serverApi, serverQueryClient } from '../../../lib/server-api.ts';

export const metadata: Metadata = { title: 'Profile' };

/** Rendered with the account and its sessions. */
export default async function ProfilePage() {
  await requireSession();
  const api = await serverApi();
  const client = serverQueryClient();
  // What fails is asked again by the browser, which can say so.
  await Promise.allSettled([
    client.query(api.users.me.queryOptions()),
    client.query(api.sessions.list.queryOptions()),
  ]);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ProfileView />
    </HydrationBoundary>
  );
}
