const ALWAYS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
};
/** Two years, as preload lists ask for. */
const HSTS = 'max-age=63072000; includeSubDomains';

/** Data is no page: nothing in it may run, and nobody may frame it. */
export const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

const PLAIN = { ...ALWAYS, 'Content-Security-Policy': DATA_POLICY };
const SECURE = { ...PLAIN, 'Strict-Transport-Security': HSTS };

/** For every answer of the API; an answer's own headers go before these. */
export function securityHeaders(secure: boolean): Readonly<Record<string, string>> {
  return secure ? SECURE : PLAIN;
}
