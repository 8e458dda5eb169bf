import { PROBLEMS } from '@intellisite/contracts';
import type { ApiResponse } from '../http/api-response.ts';
import type { AppError } from './app-error.ts';
import { problemOf } from './problem-of.ts';

/** The answer to a request that was refused or that failed. */
export function problemResponse(error: AppError, requestId: string): ApiResponse {
  return {
    status: PROBLEMS[error.code].status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      ...refusalHeaders([error]),
    },
    body: JSON.stringify(problemOf(error, requestId)),
  };
}

/** What the headers of an answer say about its refusals; a batch of calls may have several. */
export function refusalHeaders(errors: readonly AppError[]): Record<string, string> {
  const unauthorized = errors.find(({ code }) => PROBLEMS[code].status === 401);
  const waits = errors.flatMap(({ retryAfterSeconds: seconds }) => seconds ?? []);
  return {
    ...(unauthorized ? { 'WWW-Authenticate': challenge(unauthorized) } : {}),
    ...(waits.length > 0
      ? { 'Retry-After': String(Math.max(1, Math.ceil(Math.max(...waits)))) }
      : {}),
    ...(errors.some(({ endsConnection }) => endsConnection) ? { Connection: 'close' } : {}),
  };
}

/** RFC 6750: a request without a token is told no error. */
function challenge({ code }: AppError): string {
  const realm = 'Bearer realm="intellisite"';
  return code === 'token_missing' || code === 'invalid_credentials'
    ? realm
    : `${realm}, error="invalid_token"`;
}
