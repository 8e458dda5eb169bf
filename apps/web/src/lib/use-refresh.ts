'use client';

import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { untilServerIsReady } from './server-ready.ts';

/**
 * Has the page rendered anew by the server, once that can: an answer that is no page would take the place
 * of the whole page, and nobody may be there to load it again.
 */
export function useRefresh(): () => void {
  const router = useRouter();
  return useCallback(() => {
    void untilServerIsReady().then(() => {
      router.refresh();
    });
  }, [router]);
}
