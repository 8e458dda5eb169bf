import type { ProblemCode, ProblemMember } from './generated/calls.ts';

/**
 * Why a call failed. Beside the API's own codes:
 * - `network_error`: nobody answered, or the connection broke, or the time was up;
 * - `unexpected_answer`: something answered that is not the API, such as a proxy's error page;
 * - `client_closed`: `close()` was called.
 */
export type ErrorCode = ProblemCode | 'network_error' | 'unexpected_answer' | 'client_closed';

export interface IntellisiteErrorDetails {
  message: string;
  status?: number | undefined;
  detail?: string | undefined;
  errors?: readonly ProblemMember[] | undefined;
  requestId?: string | undefined;
  retryAfterSeconds?: number | undefined;
  cause?: unknown;
}

/** What every call of the client rejects with, but for an abort: that rejects with the signal's reason. */
export class IntellisiteError extends Error {
  override readonly name: string = 'IntellisiteError';
  /** Stable: decide by it. */
  readonly code: ErrorCode;
  /** Of the HTTP answer; undefined when there was none. */
  readonly status: number | undefined;
  /** What happened and what to do, for a person. */
  readonly detail: string | undefined;
  /** Each wrong member of the request. */
  readonly errors: readonly ProblemMember[];
  /** Finds the request in the server's log. */
  readonly requestId: string | undefined;
  /** How long the server asks to wait. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    {
      message,
      status,
      detail,
      errors = [],
      requestId,
      retryAfterSeconds,
      cause,
    }: IntellisiteErrorDetails,
  ) {
    super(message, cause === undefined ? {} : { cause });
    this.code = code;
    this.status = status;
    this.detail = detail;
    this.errors = errors;
    this.requestId = requestId;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export function networkError(message: string, cause?: unknown): IntellisiteError {
  return new IntellisiteError('network_error', { message, cause });
}
