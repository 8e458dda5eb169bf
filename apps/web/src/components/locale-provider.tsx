'use client';

import { useRouter } from 'next/navigation';
import { createContext, use, useEffect, useMemo, type ReactNode } from 'react';
import { writeCookie } from '../lib/cookie-text.ts';
import { createFormat, type Format } from '../lib/format.ts';
import { TIME_ZONE_COOKIE, type Locale } from '../lib/locale.ts';

const FormatContext = createContext<(Format & { timeZone: string }) | null>(null);

/** Writes numbers and times as the server did, and tells the server where the person's clock is. */
export function LocaleProvider({ locale, children }: { locale: Locale; children: ReactNode }) {
  const router = useRouter();
  const { language, timeZone } = locale;
  useEffect(() => {
    const { timeZone: here } = Intl.DateTimeFormat().resolvedOptions();
    if (here === timeZone) return;
    writeCookie(TIME_ZONE_COOKIE, here);
    router.refresh();
  }, [timeZone, router]);
  const value = useMemo(
    () => ({ ...createFormat({ language, timeZone }), timeZone }),
    [language, timeZone],
  );
  return <FormatContext value={value}>{children}</FormatContext>;
}

export function useFormat(): Format & { timeZone: string } {
  const format = use(FormatContext);
  if (!format) throw new Error('useFormat needs a LocaleProvider above it.');
  return format;
}
