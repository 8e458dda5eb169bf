import type { Logger } from '@intellisite/service';
import { AppError } from '../errors/app-error.ts';
import { toAppError } from '../errors/problem-of.ts';
import { problemResponse } from '../errors/problem-response.ts';
import { apiPath } from '../rest/aliases.ts';
import type { RestDispatcher } from '../rest/rest-dispatcher.ts';
import { TRPC_PREFIX } from '../rest/trpc-mount.ts';
import type { ApiRequest } from './api-request.ts';
import { isRows, type ApiResponse } from './api-response.ts';
import type { Cors } from './cors.ts';
import type { LogFailure } from './failure-log.ts';
import { createLoopTurns } from './loop-turns.ts';
import { securityHeaders } from './security-headers.ts';
import { tellEndOfRows, type EndOfRows } from './tell-end-of-rows.ts';

/** A page of the API that is no call: `/docs`, `/health` and their kin. */
export type Page = (request: ApiRequest) => Promise<ApiResponse> | ApiResponse;

export interface HandlerOptions {
  dispatcher: RestDispatcher;
  trpc: (request: ApiRequest) => Promise<ApiResponse>;
  /** By path. */
  pages: ReadonlyMap<string, Page>;
  cors: Cors;
  /** Throws while the API is not there yet, or no more. */
  admit: (path: string) => void;
  onAnswered: (route: string, method: string, status: number, seconds: number) => void;
  onRowsEnded: (end: EndOfRows) => void;
  logFailure: LogFailure;
  logger: Logger;
}

export interface Handler {
  /** Whether the path is the API's to answer, with a refusal if need be. */
  claims: (path: string) => boolean;
  /**
   * Answers every request, also those that fail: never rejects. `inTurn` runs what costs anything, and may
   * refuse to.
   */
  handle: (request: ApiRequest, inTurn?: InTurn) => Promise<ApiResponse>;
}

type InTurn = (request: ApiRequest, work: () => Promise<ApiResponse>) => Promise<ApiResponse>;

const atOnce: InTurn = (_, work) => work();

interface Routed {
  /** For metrics and the log: bounded, whatever was asked for. */
  route: string;
  /** Without HEAD and OPTIONS, which go with them. */
  methods: readonly string[];
  answer: (request: ApiRequest) => Promise<ApiResponse> | ApiResponse;
}

/** Sends each request where it belongs, and gives every answer what all have in common. */
export function createHandler(options: HandlerOptions): Handler {
  const { dispatcher, trpc, pages, cors, admit, onAnswered, logFailure, logger } = options;

  const turnOfLoop = createLoopTurns();
  const rowsListener = { logger, onEnd: options.onRowsEnded };

  function route(request: ApiRequest): Routed {
    const { path } = request;
    const page = pages.get(path);
    if (page) return { route: path, methods: ['GET'], answer: page };
    if (path.startsWith(`${TRPC_PREFIX}/`)) {
      return { route: TRPC_PREFIX, methods: ['GET', 'POST'], answer: trpc };
    }
    const below = apiPath(path);
    // HEAD is answered as GET is, without the body.
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const found =
      below === null ? ({ kind: 'none' } as const) : dispatcher.table.find(method, below);
    switch (found.kind) {
      case 'operation': {
        const { operation, parameters } = found;
        return {
          route: operation.path,
          methods: [operation.method],
          answer: () => dispatcher.dispatch(operation, parameters, request),
        };
      }
      case 'wrong-method':
        return { route: 'other', methods: found.allowed, answer: notFound };
      case 'none':
        return { route: 'none', methods: [], answer: notFound };
    }
  }

  async function answer(request: ApiRequest, routed: Routed): Promise<ApiResponse> {
    admit(request.path);
    const { methods } = routed;
    if (methods.length === 0) return notFound();
    const allow = [...(methods.includes('GET') ? ['HEAD'] : []), ...methods, 'OPTIONS'].join(', ');
    if (request.method === 'OPTIONS') {
      const headers = { Allow: allow, ...cors.preflight(request.header('origin')) };
      return { status: 204, headers, body: null };
    }
    if (!methods.includes(request.method === 'HEAD' ? 'GET' : request.method)) {
      const refusal = new AppError('method_not_allowed', { detail: `Allowed are ${allow}.` });
      const response = problemResponse(refusal, request.id);
      return { ...response, headers: { ...response.headers, Allow: allow } };
    }
    // Logins among them: a flood of those is no reason for others to wait.
    if (request.method === 'POST') await turnOfLoop();
    return await routed.answer(request);
  }

  /** What everything unexpected looks like from outside; the log has the rest. */
  function failed(error: unknown, request: ApiRequest, routed: Routed): ApiResponse {
    logFailure(error, request, routed.route);
    return problemResponse(toAppError(error), request.id);
  }

  return {
    claims(path) {
      if (pages.has(path) || path === '/api' || path.startsWith('/api/v1')) return true;
      const below = apiPath(path);
      return below !== null && dispatcher.table.knows(below);
    },
    async handle(request, inTurn = atOnce) {
      const begun = performance.now();
      const routed = route(request);
      let response: ApiResponse;
      try {
        response = await inTurn(request, () => answer(request, routed));
      } catch (error) {
        response = failed(error, request, routed);
      }
      const seconds = (performance.now() - begun) / 1_000;
      onAnswered(routed.route, request.method, response.status, seconds);
      logger.debug(
        { requestId: request.id, route: routed.route, status: response.status, seconds },
        'answered',
      );
      const { body } = response;
      return {
        ...response,
        body: isRows(body) ? tellEndOfRows(body, request, routed.route, rowsListener) : body,
        headers: {
          ...securityHeaders(request.secure),
          ...cors.headers(request.header('origin')),
          'X-Request-Id': request.id,
          ...response.headers,
        },
      };
    },
  };
}

function notFound(): never {
  throw new AppError('not_found', {
    detail: 'The API has no such path: /docs shows what there is.',
  });
}
