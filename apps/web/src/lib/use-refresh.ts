'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useRef } from 'react';
import { untilServerIsReady } from './server-ready.ts';

/**
 * Has the page rendered anew by the server, once that can: an answer that is no page would take the place
 * of the whole page, and nobody may be there to load it again. Asked for again while it waits, it is one.
 */
export function useRefresh(): () => void {
  const router = useRouter();
  const isWaiting = useRef(false);
  return useCallback(() => {
    if (isWaiting.current) return;
    isWaiting.current = true;
    void untilServerIsReady().then(() => {
      isWaiting.current = false;
      router.refresh();
    });
  }, [router]);
}
