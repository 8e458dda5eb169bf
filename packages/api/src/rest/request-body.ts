import { AppError } from '../errors/app-error.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { coerce, type Coercions } from './coerce.ts';
import { readMultipart } from './multipart.ts';
import { requireNoCoding } from './require-no-coding.ts';
import { parsePairs } from './strict-query.ts';

/** A few short texts; room for all that the schemas allow, each character written as an escape. */
const MOST_BYTES = 64 * 1024;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/**
 * Reads a body in one of the content types that the operation takes. No body counts as an empty object,
 * so that the answer names what is missing. Forms have texts alone: those that a schema has as numbers
 * become some.
 *
 * @throws AppError unsupported_media_type, malformed_body, invalid_request, body_too_large
 */
export async function readBody(
  request: ApiRequest,
  contentTypes: readonly string[],
  coercions: Coercions,
): Promise<Record<string, unknown>> {
  requireNoCoding(request);
  const bytes = await request.readBody(MOST_BYTES);
  const header = request.header('content-type');
  if (bytes.length === 0 && header === undefined) return {};
  const type = header?.split(';')[0]?.trim().toLowerCase() ?? 'none';
  if (!contentTypes.includes(type)) {
    throw new AppError('unsupported_media_type', {
      detail: `The content type must be ${contentTypes.join(' or ')}, but is ${type.slice(0, 80)}.`,
    });
  }
  if (bytes.length === 0) return {};
  switch (type) {
    case 'application/x-www-form-urlencoded':
      return coerce(parsePairs(decode(bytes)), coercions);
    case 'multipart/form-data':
      return coerce(await readMultipart(bytes, header ?? ''), coercions);
    default:
      return parseJson(decode(bytes));
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new AppError('malformed_body', { detail: 'The body must be UTF-8 text.' });
  }
}

function parseJson(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError('malformed_body', { detail: 'The body must be JSON.' });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new AppError('invalid_request', {
    errors: [{ member: 'body', message: 'expected a JSON object' }],
  });
}
