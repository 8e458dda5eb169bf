import { isIP } from 'node:net';

type Header = (name: string) => string | undefined;

const REQUEST_ID = /^[\w.:-]{8,64}$/;

/** The caller's id of the request, where it gave one that is fit for a log. */
export function requestId(header: Header): string | undefined {
  const given = header('x-request-id');
  return given !== undefined && REQUEST_ID.test(given) ? given : undefined;
}

/**
 * The address of the client. Behind a trusted proxy it is what that proxy saw, the last entry of
 * X-Forwarded-For: what stands before it is the client's own word.
 */
export function clientAddress(peer: string, header: Header, trustProxy: boolean): string {
  if (trustProxy) {
    const seen = header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
    if (isIP(seen) !== 0) return seen;
  }
  return peer.startsWith('::ffff:') ? peer.slice('::ffff:'.length) : peer;
}

/** Whether the client's own connection is encrypted. */
export function isSecure(encrypted: boolean, header: Header, trustProxy: boolean): boolean {
  return encrypted || (trustProxy && header('x-forwarded-proto')?.trim() === 'https');
}
