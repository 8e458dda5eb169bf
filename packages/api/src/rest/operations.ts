import type { AnyTRPCRouter } from '@trpc/server';
import type { z } from 'zod';
import type { OperationMeta } from '../operation-meta.ts';
import { coercionsOf, type Coercions } from './coerce.ts';

/** A procedure as a REST call. */
export interface Operation {
  method: string;
  /** Parts of the path; one in braces is a parameter. */
  segments: readonly string[];
  /** As in the OpenAPI document. */
  path: string;
  /** Of the procedure, with dots. */
  procedure: string;
  type: 'query' | 'mutation';
  takesBody: boolean;
  /** Without an input schema, there is nothing that may be given. */
  takesInput: boolean;
  contentTypes: readonly string[];
  coercions: Coercions;
  successStatus: number;
}

interface ProcedureDefinition {
  type: 'query' | 'mutation' | 'subscription';
  meta?: OperationMeta;
  inputs: z.ZodObject[];
}

/** Methods whose members are in the body. */
export const BODY_METHODS = new Set(['POST', 'PATCH', 'PUT']);

/** Every procedure of the router that says how REST calls it. */
export function operationsOf(router: AnyTRPCRouter): Operation[] {
  const procedures = router._def.procedures as Record<string, { _def: ProcedureDefinition }>;
  return Object.entries(procedures).flatMap(([procedure, { _def }]): Operation[] => {
    const { openapi, rest } = _def.meta ?? {};
    if (!openapi || _def.type === 'subscription') return [];
    const [schema] = _def.inputs;
    return [
      {
        method: openapi.method,
        path: openapi.path,
        segments: segmentsOf(openapi.path),
        procedure,
        type: _def.type,
        takesBody: BODY_METHODS.has(openapi.method),
        takesInput: schema !== undefined,
        contentTypes: openapi.contentTypes ?? ['application/json'],
        coercions: schema ? coercionsOf(schema) : new Map(),
        successStatus: rest?.status ?? 200,
      },
    ];
  });
}

export function segmentsOf(path: string): string[] {
  return path.split('/').slice(1);
}
