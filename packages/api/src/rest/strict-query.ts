import type { ProblemMember } from '@intellisite/contracts';
import { AppError } from '../errors/app-error.ts';

/** Decodes a part of a URL or of a form; null when its escapes are no UTF-8. */
export function decodeComponent(
  text: string,
  { plusIsSpace }: { plusIsSpace: boolean },
): string | null {
  try {
    return decodeURIComponent(plusIsSpace ? text.replaceAll('+', ' ') : text);
  } catch {
    return null;
  }
}

/**
 * Reads `a=1&b=2`, as queries and forms write it. A member that is given twice is refused, because
 * whichever of the two we took, somebody meant the other.
 *
 * @throws AppError invalid_request
 */
export function parsePairs(text: string): Record<string, string> {
  const values = new Map<string, string>();
  const errors: ProblemMember[] = [];
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = decodeComponent(at < 0 ? pair : pair.slice(0, at), { plusIsSpace: true });
    const value = decodeComponent(at < 0 ? '' : pair.slice(at + 1), { plusIsSpace: true });
    if (name === null || value === null) {
      errors.push({ member: name ?? pair.slice(0, 40), message: 'expected escapes of UTF-8 text' });
    } else if (values.has(name)) {
      errors.push({
        member: name,
        message: 'expected once; several values are separated by commas',
      });
    } else {
      values.set(name, value);
    }
  }
  if (errors.length > 0) throw new AppError('invalid_request', { errors });
  return Object.fromEntries(values);
}
