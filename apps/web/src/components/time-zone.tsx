'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { writeCookie } from '../lib/cookie-text.ts';
import { TIME_ZONE_COOKIE } from '../lib/locale.ts';
import { useFormat } from './locale-provider.tsx';

/**
 * Tells the server where the person's clock is, and shows its times by that clock. Not for every page: what
 * is not found shows no times, and to render it again, the browser loads it again.
 */
export function TimeZone() {
  const router = useRouter();
  const { timeZone } = useFormat();
  useEffect(() => {
    const { timeZone: here } = Intl.DateTimeFormat().resolvedOptions();
    if (here === timeZone) return;
    writeCookie(TIME_ZONE_COOKIE, here);
    router.refresh();
  }, [timeZone, router]);
  return null;
}
