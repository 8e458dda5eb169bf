import { createHash } from 'node:crypto';

/** A strong validator, of a text that names everything that an answer depends on. */
export function strongEtag(text: string): string {
  const digest = createHash('sha256').update(text).digest('base64url');
  return `"${digest.slice(0, 27)}"`;
}

/** Whether an If-None-Match names the validator; compared weakly, as RFC 9110 has it for GET. */
export function matchesEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((given) => given.trim().replace(/^W\//, '') === etag);
}
