'use client';

import { PageFailure } from '../components/ui/page-failure.tsx';

/** In the place of a whole page: the sign-in, or the dashboard with its frame. */
export default function PageError({ error }: { error: Error & { digest?: string } }) {
  return (
    <main className="grid min-h-dvh">
      <PageFailure error={error} />
    </main>
  );
}
