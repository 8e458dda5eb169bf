import { PROBLEMS, type Problem, type ProblemCode } from '@intellisite/contracts';
import type { OperationMeta } from '../operation-meta.ts';

type Json = Record<string, unknown>;
type Response = Json & { description: string };
type RestMeta = NonNullable<OperationMeta['rest']>;

const REQUEST_ID = '0b0e8f0c-98b1-4d0f-9c0b-1d5a7d0c7a52';

/** Headers of answers, under `components`. */
export const HEADERS = {
  RequestId: {
    description: 'Finds the request in the log.',
    required: true,
    schema: { type: 'string' },
    example: REQUEST_ID,
  },
  ETag: {
    description: 'Of this answer: give it back as If-None-Match.',
    required: true,
    schema: { type: 'string' },
    example: '"k3yOfAnEarlierAnswer0000000"',
  },
  RetryAfter: {
    description: 'Seconds to wait.',
    required: true,
    schema: { type: 'integer', minimum: 1 },
    example: 5,
  },
  Challenge: {
    description: 'The scheme that is expected, and what was wrong with the token.',
    required: true,
    schema: { type: 'string' },
    example: 'Bearer realm="intellisite", error="invalid_token"',
  },
} as const;

const header = (name: keyof typeof HEADERS): Json => ({ $ref: `#/components/headers/${name}` });
const ALWAYS = { 'X-Request-Id': header('RequestId') };

export const NOT_MODIFIED = {
  description: 'The caller has this answer: its ETag matched.',
  headers: { ...ALWAYS, ETag: header('ETag') },
};

/** The success, with its headers, its content types and an example of each. */
export function successResponse(
  media: Json,
  { output, status, answers, frozen, headers }: RestMeta,
): Response {
  const { description, examples = [] } = (output?.meta() ?? {}) as {
    description?: string;
    examples?: unknown[];
  };
  const named = Object.entries(headers?.answer ?? {}).map(([name, says]) => [
    name,
    { description: says, required: true, schema: { type: 'string' } },
  ]);
  const common = {
    description: description ?? (status === 204 ? 'Done.' : 'A stream of text.'),
    headers: {
      ...ALWAYS,
      ...(frozen ? { ETag: header('ETag') } : {}),
      ...(Object.fromEntries(named) as Json),
    },
  };
  if (status === 204) return common;
  const content = answers
    ? Object.entries(answers).map(([type, example]) => [type, { ...media, example }])
    : [['application/json', { ...media, example: examples[0] }]];
  return { ...common, content: Object.fromEntries(content) as Json };
}

/** Refusals that any call can meet. */
const ANY: readonly ProblemCode[] = [
  'invalid_request',
  'internal',
  'database_unavailable',
  'stopping',
  'busy',
];
const WITH_TOKEN: readonly ProblemCode[] = [
  'token_missing',
  'token_invalid',
  'token_expired',
  'session_ended',
];
const WITH_BODY: readonly ProblemCode[] = [
  'malformed_body',
  'body_too_large',
  'unsupported_media_type',
];

interface Refusals {
  isOpen: boolean;
  ofRole: boolean;
  takesBody: boolean;
  takesQuery: boolean;
  /** Beyond those that follow from the others. */
  errors: readonly ProblemCode[];
}

/** Makes the refusals of every call: one response a status, shared by the calls that answer the same. */
export function createProblemResponses(): {
  refuse: (refusals: Refusals) => Record<string, Json>;
  /** Those that calls refer to. */
  components: Record<string, Response>;
} {
  const components: Record<string, Response> = {};
  return {
    components,
    refuse({ isOpen, ofRole, takesBody, takesQuery, errors }) {
      const codes = new Set([
        ...ANY,
        ...(isOpen ? [] : WITH_TOKEN),
        ...(ofRole ? (['forbidden'] as const) : []),
        ...(takesBody ? WITH_BODY : []),
        ...(takesQuery ? (['headers_too_large'] as const) : []),
        ...errors,
      ]);
      const statuses = new Set([...codes].map((code) => PROBLEMS[code].status));
      return Object.fromEntries(
        [...statuses].sort().map((status) => {
          const ofStatus = [...codes].filter((code) => PROBLEMS[code].status === status);
          const name = [status, ...ofStatus].join('.');
          components[name] ??= problemResponse(status, ofStatus);
          return [String(status), { $ref: `#/components/responses/${name}` }];
        }),
      );
    },
  };
}

function problemResponse(status: number, codes: readonly ProblemCode[]): Response {
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
    headers: {
      ...ALWAYS,
      ...(status === 401 ? { 'WWW-Authenticate': header('Challenge') } : {}),
      ...(status === 429 || status === 503 ? { 'Retry-After': header('RetryAfter') } : {}),
    },
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(
          codes.map((code) => [code, { summary: PROBLEMS[code].title, value: exampleOf(code) }]),
        ),
      },
    },
  };
}

function exampleOf(code: ProblemCode): Problem {
  const { status, title } = PROBLEMS[code];
  return {
    type: `urn:intellisite:problem:${code}`,
    title,
    status,
    code,
    ...(code === 'invalid_request'
      ? { errors: [{ member: 'limit', message: 'Too big: expected number to be <=1000' }] }
      : {}),
    requestId: REQUEST_ID,
  };
}
