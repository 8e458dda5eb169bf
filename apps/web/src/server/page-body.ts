import type { IncomingMessage } from 'node:http';

/** The largest form of a page, the sign-in, has a few hundred bytes. */
const MOST_BYTES = 64 * 1_024;

export const PAGE_BODY_EXPECTED = `Pages take bodies of at most ${String(MOST_BYTES)} bytes, with their length.`;

/** Whether a page can take what is sent with a request: Next would keep up to 10 MB of it in memory. */
export function isPageBodyFit({ headers }: IncomingMessage): boolean {
  if (headers['transfer-encoding'] !== undefined) return false;
  return Number(headers['content-length'] ?? 0) <= MOST_BYTES;
}
