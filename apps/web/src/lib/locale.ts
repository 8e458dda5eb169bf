/** How numbers and times are written for the person who looks. */
export interface Locale {
  /** BCP 47 */
  language: string;
  /** IANA */
  timeZone: string;
}

/** Set by the browser, so that the server writes times as the person's clock shows them. */
export const TIME_ZONE_COOKIE = 'time-zone';

const FALLBACK: Locale = { language: 'en', timeZone: 'UTC' };

/** The first language that a browser asks for and Intl knows. */
export function languageOf(acceptLanguage: string | null): string {
  for (const entry of (acceptLanguage ?? '').split(',')) {
    const tag = entry.split(';')[0]?.trim() ?? '';
    if (tag === '' || tag === '*') continue;
    try {
      const [known] = Intl.NumberFormat.supportedLocalesOf(tag);
      if (known !== undefined) return known;
    } catch {
      // No language tag at all: the next one may be.
    }
  }
  return FALLBACK.language;
}

/** The time zone that a cookie names, where Intl knows it. */
export function timeZoneOf(cookie: string | undefined): string {
  if (cookie === undefined) return FALLBACK.timeZone;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: cookie }).resolvedOptions().timeZone;
  } catch {
    return FALLBACK.timeZone;
  }
}
