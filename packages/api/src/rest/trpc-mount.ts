import type { AnyTRPCRouter } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import type { Context } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { toAppError } from '../errors/problem-of.ts';
import { refusalHeaders } from '../errors/problem-response.ts';
import type { ApiRequest } from '../http/api-request.ts';
import type { ApiResponse } from '../http/api-response.ts';
import type { LogFailure } from '../http/failure-log.ts';
import { requireNoCoding } from './require-no-coding.ts';
import { decodeComponent } from './strict-query.ts';

/** A batch of calls is larger than any one of them. */
const MOST_BYTES = 64 * 1024;
const MOST_CALLS = 20;

export const TRPC_PREFIX = '/api/v1/trpc';

export interface TrpcMountOptions {
  router: AnyTRPCRouter;
  createContext: (request: ApiRequest, rest: null) => Context;
  /** As that of REST: one call of a batch that would be refused refuses the batch. */
  admit: (procedure: string) => void;
  /** Told of each call that fails: tRPC answers for them, so nothing of it is thrown. */
  logFailure: LogFailure;
}

/** Answers what tRPC's links send, below {@link TRPC_PREFIX}. */
export function createTrpcMount(
  options: TrpcMountOptions,
): (request: ApiRequest) => Promise<ApiResponse> {
  const { router, createContext, admit, logFailure } = options;
  return async (request) => {
    const procedures = proceduresOf(request.path);
    for (const procedure of procedures) admit(procedure);
    const response = await fetchRequestHandler({
      endpoint: TRPC_PREFIX,
      router,
      req: await toRequest(request, procedures),
      createContext: () => createContext(request, null),
      allowBatching: true,
      maxBatchSize: MOST_CALLS,
      // A long filter does not fit into a URL.
      allowMethodOverride: true,
      onError({ error, path, type }) {
        // Any text, where there is no such procedure.
        const isKnown = path !== undefined && type !== 'unknown';
        logFailure(error, request, isKnown ? `${TRPC_PREFIX}/${path}` : TRPC_PREFIX);
      },
      responseMeta: ({ errors }) => ({
        headers: new Headers(refusalHeaders(errors.map(toAppError))),
      }),
    });
    const { status, headers, body } = response;
    // Streams of events say it themselves.
    return {
      status,
      headers: { 'cache-control': 'no-store', ...Object.fromEntries(headers) },
      body,
    };
  };
}

/** Decoded before it is split, as tRPC does: a comma that is escaped parts two calls as well. */
function proceduresOf(path: string): string[] {
  const procedures = decodeComponent(path.slice(TRPC_PREFIX.length + 1), { plusIsSpace: false });
  if (procedures === null) throw unfitPath('expected escapes of UTF-8 text');
  const calls = procedures.split(',');
  if (calls.length > MOST_CALLS) {
    throw unfitPath(`expected at most ${String(MOST_CALLS)} calls in a batch`);
  }
  return calls;
}

function unfitPath(message: string): AppError {
  return new AppError('invalid_request', { errors: [{ member: 'path', message }] });
}

/** The path is written anew, so that tRPC, which also trims slashes, calls what was admitted and nothing else. */
async function toRequest(request: ApiRequest, procedures: readonly string[]): Promise<Request> {
  const bodiless = request.method === 'GET' || request.method === 'HEAD';
  if (!bodiless) requireNoCoding(request);
  const path = `${TRPC_PREFIX}/${procedures.map(encodeURIComponent).join(',')}`;
  const query = request.query === '' ? '' : `?${request.query}`;
  // Only path and query count; the host is not looked at.
  return new Request(`http://localhost${path}${query}`, {
    method: request.method,
    headers: request.headers(),
    signal: request.signal,
    ...(bodiless ? {} : { body: await request.readBody(MOST_BYTES) }),
  });
}
