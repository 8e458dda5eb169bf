import type { ProblemCode, Role } from '@intellisite/contracts';
import type { OpenApiMeta, OpenApiMethod } from 'trpc-to-openapi';
import type { z } from 'zod';

/** What REST and the OpenAPI document need to know of a procedure. */
export type OperationMeta = OpenApiMeta<{
  /** Who may call it: given by the procedure that checks it. Not there: everyone with a token. */
  leastRole?: Role;
  rest?: {
    /**
     * What is answered. For the document alone: the types guarantee it, a test compares it with what
     * comes out, and no answer is looked through a second time on its way.
     */
    output?: z.ZodType;
    /** Of a success; 200 unless given. 204 has no body. */
    status?: 200 | 201 | 204;
    /** Refusals beyond those that every call of its kind can meet. */
    errors?: readonly ProblemCode[];
    /** Of an answer that is no JSON: what it looks like, by content type. */
    answers?: Readonly<Record<string, string>>;
    /** Answers with a validator, and 304 to who has it. */
    frozen?: true;
    /** What else it reads or writes in headers. */
    headers?: { request?: readonly HeaderParameter[]; answer?: Readonly<Record<string, string>> };
  };
}>;

/** A header of a request that a call looks at. */
export interface HeaderParameter {
  name: string;
  description: string;
  schema: { type: 'string'; pattern?: string };
  example: string;
}

export interface OperationOptions {
  tag: Tag;
  summary: string;
  description: string;
  /** Whether it answers without a token. */
  open?: true;
  contentTypes?: string[];
  rest?: NonNullable<OperationMeta['rest']>;
}

export const TAGS = {
  Authentication: 'Tokens, and the sessions behind them.',
  Users: 'Who may do what. For admins, but for what concerns oneself.',
  Detections: 'What the cameras have seen.',
  Statistics: 'Counts of detections.',
  Alerts: 'Suspicious vehicles: as a list, and as a stream.',
  System:
    'How the pipeline does. Beside the API, without its prefix and open: `/health` (it lives), `/ready` (it can answer) and `/metrics` (Prometheus).',
} as const;
export type Tag = keyof typeof TAGS;

/** The meta of a procedure that is a REST call too. Paths are below /api/v1. */
export function operation(
  method: OpenApiMethod,
  path: `/${string}`,
  operationId: string,
  { tag, summary, description, open, contentTypes, rest }: OperationOptions,
): OperationMeta {
  return {
    openapi: {
      method,
      path,
      operationId,
      tags: [tag],
      summary,
      description,
      ...(contentTypes === undefined ? {} : { contentTypes }),
      protect: open !== true,
    },
    ...(rest === undefined ? {} : { rest }),
  };
}
