'use client';

import { createContext, use, useMemo, type ReactNode } from 'react';
import { createFormat, type Format } from '../lib/format.ts';
import type { Locale } from '../lib/locale.ts';

const FormatContext = createContext<(Format & { timeZone: string }) | null>(null);

/** Writes numbers and times as the server did. */
export function LocaleProvider({ locale, children }: { locale: Locale; children: ReactNode }) {
  const { language, timeZone } = locale;
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
