import type { Problem } from '../generated/calls.ts';
import { IntellisiteError } from '../intellisite-error.ts';

/** The error that an answer stands for. Reads its body. */
export async function errorOfAnswer(response: Response): Promise<IntellisiteError> {
  const { status } = response;
  const retryAfterSeconds = parseRetryAfter(response.headers.get('retry-after'));
  const problem = problemIn(parseJson(await response.text()));
  if (!problem) {
    return new IntellisiteError('unexpected_answer', {
      message: `The answer ${status} is not one of the API.`,
      status,
      retryAfterSeconds,
    });
  }
  const { code, title, detail, errors, requestId } = problem;
  const members = (errors ?? []).map(({ member, message }) => `; ${member}: ${message}`);
  return new IntellisiteError(code, {
    message: detail ?? title + members.join(''),
    status,
    detail,
    errors,
    requestId,
    retryAfterSeconds,
  });
}

/** REST answers a problem; tRPC has it within its own kind of error. */
function problemIn(body: unknown): Problem | null {
  const { error } = asObject(body);
  const within = asObject(asObject(asObject(error).data).problem);
  const problem = 'code' in within ? within : asObject(body);
  return typeof problem.code === 'string' && typeof problem.title === 'string'
    ? (problem as unknown as Problem)
    : null;
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** RFC 9110: seconds, or a date. */
function parseRetryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, (at - Date.now()) / 1_000);
}
