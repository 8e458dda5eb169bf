/** Two years, as preload lists ask for. */
const HSTS = 'max-age=63072000; includeSubDomains';

/**
 * Asks a browser that speaks TLS to do so from now on. A proxy says that it does; without TLS, browsers
 * take no notice of the header, so that nothing is lost where somebody else said it.
 */
export function tlsHeaders(secure: boolean): Record<string, string> {
  return secure ? { 'Strict-Transport-Security': HSTS } : {};
}

/** What proxies write into X-Forwarded-Proto. */
export const isForwardedTls = (protocol: string | string[] | null | undefined): boolean =>
  protocol === 'https';
