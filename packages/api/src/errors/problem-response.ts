import { PROBLEMS } from '@intellisite/contracts';
import type { ApiResponse } from '../http/api-response.ts';
import type { AppError } from './app-error.ts';
import { problemOf } from './problem-of.ts';

/** The answer to a request that was refused or that failed. */
export function problemResponse(error: AppError, requestId: string): ApiResponse {
  const { status } = PROBLEMS[error.code];
  return {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      ...(status === 401 ? { 'WWW-Authenticate': challenge(error) } : {}),
      ...(error.retryAfterSeconds === undefined
        ? {}
        : { 'Retry-After': String(Math.max(1, Math.ceil(error.retryAfterSeconds))) }),
    },
    body: JSON.stringify(problemOf(error, requestId)),
  };
}

/** RFC 6750: a request without a token is told no error. */
function challenge({ code }: AppError): string {
  const realm = 'Bearer realm="intellisite"';
  return code === 'token_missing' || code === 'invalid_credentials'
    ? realm
    : `${realm}, error="invalid_token"`;
}
