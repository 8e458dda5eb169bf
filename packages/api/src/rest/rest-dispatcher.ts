import { callTRPCProcedure, type AnyTRPCRouter } from '@trpc/server';
import { AppError } from '../errors/app-error.ts';
import type { ApiRequest } from '../http/api-request.ts';
import type { ApiResponse } from '../http/api-response.ts';
import type { Context } from '../context.ts';
import { coerce } from './coerce.ts';
import { operationsOf, type Operation } from './operations.ts';
import { readBody } from './request-body.ts';
import { RestAnswer } from './rest-answer.ts';
import type { RestExchange } from './rest-exchange.ts';
import { createRouteTable, type RouteTable } from './route-table.ts';
import { parsePairs } from './strict-query.ts';

export interface RestDispatcher {
  table: RouteTable;
  /**
   * Answers the call that the request means.
   *
   * @throws AppError, or whatever the procedure throws
   */
  dispatch(
    operation: Operation,
    parameters: Record<string, string>,
    request: ApiRequest,
  ): Promise<ApiResponse>;
}

/**
 * REST calls of the router's procedures. trpc-to-openapi makes the document from the same definitions;
 * its own handler is not used, because it reads queries and bodies too kindly (docs/decisions).
 */
export function createRestDispatcher(
  router: AnyTRPCRouter,
  createContext: (request: ApiRequest, rest: RestExchange) => Context,
  /** Throws where a call would be refused whatever it says, so that its refusal costs no reading. */
  admit: (procedure: string) => void,
): RestDispatcher {
  return {
    table: createRouteTable(operationsOf(router)),
    async dispatch(operation, parameters, request) {
      admit(operation.procedure);
      const input = await readInput(operation, parameters, request);
      if (!operation.takesInput) requireEmpty(input);
      const context = createContext(request, {
        operation: operation.procedure,
        ifNoneMatch: request.header('if-none-match'),
        lastEventId: request.header('last-event-id'),
      });
      const output: unknown = await callTRPCProcedure({
        router,
        path: operation.procedure,
        type: operation.type,
        ctx: context,
        getRawInput: () => Promise.resolve(input),
        signal: undefined,
        batchIndex: 0,
      });
      return toResponse(operation, output);
    },
  };
}

/** Members of the path, of the query or of the body; one that stands in two places is refused. */
async function readInput(
  operation: Operation,
  parameters: Record<string, string>,
  request: ApiRequest,
): Promise<Record<string, unknown>> {
  const ofPath = coerce(parameters, operation.coercions);
  const query = parsePairs(request.query);
  if (!operation.takesBody) return merge(ofPath, coerce(query, operation.coercions));
  const [unknown] = Object.keys(query);
  if (unknown !== undefined) {
    throw new AppError('invalid_request', {
      errors: [{ member: unknown.slice(0, 80), message: 'expected in the body, not in the query' }],
    });
  }
  return merge(ofPath, await readBody(request, operation.contentTypes, operation.coercions));
}

/** tRPC looks at the input of those procedures alone that have a schema for it. */
function requireEmpty(input: Record<string, unknown>): void {
  const errors = Object.keys(input).map((member) => ({
    member: member.slice(0, 80),
    message: 'there is no such member',
  }));
  if (errors.length > 0) throw new AppError('invalid_request', { errors });
}

function merge(
  ofPath: Record<string, unknown>,
  others: Record<string, unknown>,
): Record<string, unknown> {
  for (const member of Object.keys(ofPath)) {
    if (!Object.hasOwn(others, member)) continue;
    throw new AppError('invalid_request', {
      errors: [{ member, message: 'expected in the path alone' }],
    });
  }
  return { ...others, ...ofPath };
}

function toResponse(operation: Operation, output: unknown): ApiResponse {
  if (output instanceof RestAnswer) return output;
  if (operation.successStatus === 204) {
    return { status: 204, headers: { 'Cache-Control': 'no-store' }, body: null };
  }
  return {
    status: operation.successStatus,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
    body: JSON.stringify(output),
  };
}
