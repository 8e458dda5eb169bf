import { createHash, timingSafeEqual } from 'node:crypto';

export interface MetricsReader {
  /** Of the connection, not of whom a proxy speaks for. */
  peer: string | undefined;
  /** Whether a proxy passed the request on: a proxy on this machine speaks for others. */
  forwarded: boolean;
  authorization: string | undefined;
}

/** Whether metrics may be read: from this machine, or with the token where there is one. */
export function mayReadMetrics(
  { peer, forwarded, authorization }: MetricsReader,
  token: string | undefined,
): boolean {
  if (isLoopback(peer) && !forwarded) return true;
  const given = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
  return token !== undefined && given !== undefined && sameSecret(given, token);
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::1|(::ffff:)?127\.)/.test(address);
}

/** In a time that does not depend on where they differ. */
function sameSecret(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
