import { lazily } from './lazily.ts';
import type { Locale } from './locale.ts';

/** 23 Nov 2025 */
export const DATE: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' };
/** 14:32 */
export const CLOCK: Intl.DateTimeFormatOptions = {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
};

/** Formats of times for one locale, each made when it is first asked for: that takes a browser about a millisecond. */
export function dateFormats({ language, timeZone }: Locale) {
  return (options: Intl.DateTimeFormatOptions): (() => Intl.DateTimeFormat) =>
    lazily(() => new Intl.DateTimeFormat(language, { timeZone, ...options }));
}
