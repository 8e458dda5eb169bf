import { z } from 'zod';

/** Every error code of the API, with its HTTP status and a title that never changes. Codes are stable. */
export const PROBLEMS = {
  invalid_request: { status: 400, title: 'The request does not fit the schema' },
  malformed_request: { status: 400, title: 'This is not HTTP as we understand it' },
  malformed_body: { status: 400, title: 'The body cannot be read' },
  token_missing: { status: 401, title: 'Authentication is required' },
  token_invalid: { status: 401, title: 'The token is not valid' },
  token_expired: { status: 401, title: 'The token has expired' },
  session_ended: { status: 401, title: 'The session has ended' },
  invalid_credentials: { status: 401, title: 'Wrong username or password' },
  forbidden: { status: 403, title: 'The role does not allow this' },
  not_found: { status: 404, title: 'There is no such thing' },
  method_not_allowed: { status: 405, title: 'The method is not allowed here' },
  request_timeout: { status: 408, title: 'The request took too long to arrive' },
  username_taken: { status: 409, title: 'The username is taken' },
  last_admin: { status: 409, title: 'The last admin stays' },
  dropped: { status: 410, title: 'The data was dropped by retention' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The content type is not supported' },
  as_of_ahead: { status: 422, title: 'Ahead of the newest entry' },
  empty_range: { status: 422, title: 'The range is empty' },
  too_many_intervals: { status: 422, title: 'The range has too many intervals' },
  unknown_time_zone: { status: 422, title: 'The time zone is not known' },
  weak_password: { status: 422, title: 'The password is too easy to guess' },
  wrong_password: { status: 422, title: 'The current password is wrong' },
  rate_limited: { status: 429, title: 'Too many requests' },
  headers_too_large: { status: 431, title: 'The headers are too large' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  busy: { status: 503, title: 'The server is busy' },
  database_unavailable: { status: 503, title: 'The database cannot be reached' },
  stopping: { status: 503, title: 'The server is stopping' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

export const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[];

export const problemMember = z.object({
  member: z.string().meta({ description: 'Name of the member, with dots where it is nested.' }),
  message: z.string().meta({ description: 'What was expected.' }),
});

/** Which member of a request is wrong, and what was expected of it. */
export type ProblemMember = z.infer<typeof problemMember>;

/** The body of every error: RFC 9457, `application/problem+json`. */
export const problem = z
  .object({
    type: z
      .string()
      .meta({ description: 'Names the kind of problem: urn:intellisite:problem:CODE.' }),
    title: z.string().meta({ description: 'The same for every problem of this code.' }),
    status: z.int().min(400).max(599).meta({ description: 'The HTTP status.' }),
    code: z.enum(PROBLEM_CODES).meta({ description: 'Stable: programs decide by it.' }),
    detail: z
      .string()
      .optional()
      .meta({ description: 'What happened and what to do, for a person.' }),
    errors: z.array(problemMember).optional().meta({ description: 'Each wrong member.' }),
    requestId: z.string().meta({ description: 'Finds the request in the log.' }),
  })
  .meta({ id: 'Problem', description: 'An error, as RFC 9457 has it.' });

export type Problem = z.infer<typeof problem>;
