import 'server-only';
import { cookies, headers } from 'next/headers';
import { languageOf, TIME_ZONE_COOKIE, timeZoneOf, type Locale } from './locale.ts';

/** Of the person who makes this request. */
export async function requestLocale(): Promise<Locale> {
  const [asked, jar] = await Promise.all([headers(), cookies()]);
  return {
    language: languageOf(asked.get('accept-language')),
    timeZone: timeZoneOf(jar.get(TIME_ZONE_COOKIE)?.value),
  };
}
