/**
 * Whether a page of `origin` made the request, by what browsers say and pages cannot change. They say
 * Sec-Fetch-Site to hosts with TLS and to localhost; Origin with all but GET and HEAD; Referer, which our
 * pages ask them to send to us, also where a plain address in a local network gets neither of those.
 */
export function isSameOrigin(
  header: (name: string) => string | undefined,
  origin: string,
): boolean {
  const site = header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const from = header('origin');
  if (from !== undefined) return from === origin;
  const referrer = header('referer');
  return referrer !== undefined && URL.canParse(referrer) && new URL(referrer).origin === origin;
}
