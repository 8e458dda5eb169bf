import { PROBLEMS, type Problem, type ProblemMember } from '@intellisite/contracts';
import { isDatabaseUnavailable } from '@intellisite/db';
import { TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import { AppError } from './app-error.ts';

/** What went wrong, as the caller may know it; everything unexpected becomes `internal`. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof ZodError) return invalidRequest(error);
  if (error instanceof TRPCError) {
    if (error.cause instanceof AppError) return error.cause;
    if (error.code === 'BAD_REQUEST' && error.cause instanceof ZodError) {
      return invalidRequest(error.cause);
    }
    return ofTrpc(error);
  }
  if (isDatabaseUnavailable(error)) {
    return new AppError('database_unavailable', {
      detail: 'The database cannot be reached. Try again in a few seconds.',
      retryAfterSeconds: 5,
      cause: error,
    });
  }
  return new AppError('internal', {
    detail: 'Tell whoever runs this the requestId: the log says more.',
    cause: error,
  });
}

/** Refusals that tRPC makes by itself, and whatever else it wrapped. */
function ofTrpc(error: TRPCError): AppError {
  switch (error.code) {
    case 'NOT_FOUND':
      return new AppError('not_found', { cause: error });
    case 'METHOD_NOT_SUPPORTED':
      return new AppError('method_not_allowed', { cause: error });
    case 'BAD_REQUEST':
    case 'PARSE_ERROR':
      return new AppError('malformed_body', { cause: error });
    case 'PAYLOAD_TOO_LARGE':
      return new AppError('body_too_large', { cause: error });
    case 'UNSUPPORTED_MEDIA_TYPE':
      return new AppError('unsupported_media_type', { cause: error });
    default:
      return error.cause === undefined
        ? new AppError('internal', { cause: error })
        : toAppError(error.cause);
  }
}

function invalidRequest(error: ZodError): AppError {
  const errors = error.issues.flatMap((issue): ProblemMember[] => {
    const member = issue.path.join('.');
    if (issue.code !== 'unrecognized_keys') {
      return [{ member: member === '' ? 'body' : member, message: issue.message }];
    }
    return issue.keys.map((key) => ({
      member: [...issue.path, key].join('.').slice(0, 80),
      message: 'there is no such member',
    }));
  });
  return new AppError('invalid_request', { errors });
}

/** The body of the answer. */
export function problemOf({ code, detail, errors }: AppError, requestId: string): Problem {
  const { status, title } = PROBLEMS[code];
  return {
    type: `urn:intellisite:problem:${code}`,
    title,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors: [...errors] }),
    requestId,
  };
}
