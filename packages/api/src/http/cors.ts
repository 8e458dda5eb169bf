const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';
const REQUEST_HEADERS = 'Authorization, Content-Type, If-None-Match, Last-Event-ID, X-Request-Id';
const EXPOSED = 'ETag, Retry-After, X-Request-Id, WWW-Authenticate, Content-Disposition';
const PREFLIGHT_SECONDS = '600';

/** Which pages of other origins may read answers: those that CORS_ORIGINS names, none by default. */
export interface Cors {
  /** For an answer to a request with this Origin. */
  headers(origin: string | undefined): Readonly<Record<string, string>>;
  /** For the answer to a preflight; the same as `headers` for an origin that may not. */
  preflight(origin: string | undefined): Readonly<Record<string, string>>;
}

/** No credentials: the token is in a header that the page itself sets. */
export function createCors(origins: readonly string[]): Cors {
  const allowed = new Set(origins);
  const none = {};
  const vary = { Vary: 'Origin' };
  function headers(origin: string | undefined): Readonly<Record<string, string>> {
    if (allowed.size === 0) return none;
    if (origin === undefined || !allowed.has(origin)) return vary;
    return {
      ...vary,
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Expose-Headers': EXPOSED,
      'Cross-Origin-Resource-Policy': 'cross-origin',
    };
  }
  return {
    headers,
    preflight(origin) {
      const answer = headers(origin);
      if (!('Access-Control-Allow-Origin' in answer)) return answer;
      return {
        ...answer,
        'Access-Control-Allow-Methods': METHODS,
        'Access-Control-Allow-Headers': REQUEST_HEADERS,
        'Access-Control-Max-Age': PREFLIGHT_SECONDS,
      };
    },
  };
}
