import { PROBLEMS, problem, type ProblemCode } from '@intellisite/contracts';
import type { AnyTRPCRouter } from '@trpc/server';
import { generateOpenApiDocument, type OpenAPIObject, type OpenApiRouter } from 'trpc-to-openapi';
import type { z } from 'zod';
import { TAGS, type OperationMeta } from '../operation-meta.ts';
import { API_PREFIX } from './aliases.ts';

type Json = Record<string, unknown>;

interface DocumentedOperation extends Json {
  operationId: string;
  responses: Record<string, Json>;
  requestBody?: { content: Record<string, Json> };
  parameters?: Json[];
}

interface ProcedureDefinition {
  meta?: OperationMeta;
  inputs: z.ZodType[];
}

const DESCRIPTION = `Detections of vehicles, and the alerts that suspicious ones raise.

Log in with POST /auth/token and send the access token as \`Authorization: Bearer ...\`. Lists answer
\`asOf\`: give it back to page through data that does not move. Every error is \`application/problem+json\`
with a stable \`code\`. Each call also answers without the prefix ${API_PREFIX}, and POST /login and GET
/alerts (the stream) are other names of POST /auth/token and GET /alerts/stream.`;

/** Refusals that any call can meet. */
const ALWAYS: readonly ProblemCode[] = [
  'invalid_request',
  'internal',
  'database_unavailable',
  'stopping',
];
const WITH_TOKEN: readonly ProblemCode[] = [
  'token_missing',
  'token_invalid',
  'token_expired',
  'session_ended',
  'forbidden',
];
const WITH_BODY: readonly ProblemCode[] = [
  'malformed_body',
  'body_too_large',
  'unsupported_media_type',
];

/**
 * The OpenAPI 3.1 document of the router's procedures, made by trpc-to-openapi. What it does not know
 * is put right afterwards: the statuses, the content types and the errors that we really answer.
 */
export function createOpenApiDocument(
  router: AnyTRPCRouter,
  { version, url }: { version: string; url: string },
): OpenAPIObject {
  const document = generateOpenApiDocument(withOutputs(router), {
    title: 'Intellisite',
    description: DESCRIPTION,
    version,
    baseUrl: `${url}${API_PREFIX}`,
    license: { name: 'MIT', identifier: 'MIT' },
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      password: {
        type: 'oauth2',
        flows: { password: { tokenUrl: `${url}${API_PREFIX}/auth/token`, scopes: {} } },
      },
    },
    defs: { Problem: problem },
  });
  document.tags = Object.entries(TAGS).map(([name, description]) => ({ name, description }));
  document.security = [];
  // Those of the generator, which we answer none of.
  const schemas = document.components?.schemas ?? {};
  for (const name of Object.keys(schemas))
    if (name.startsWith('error.')) Reflect.deleteProperty(schemas, name);
  const procedures = router._def.procedures as Record<string, { _def: ProcedureDefinition }>;
  for (const { _def } of Object.values(procedures)) {
    const { openapi } = _def.meta ?? {};
    if (!openapi) continue;
    const path = document.paths?.[openapi.path] as Record<string, DocumentedOperation> | undefined;
    const operation = path?.[openapi.method.toLowerCase()];
    if (operation) complete(operation, _def);
  }
  return document;
}

/** The generator looks for outputs where tRPC keeps those that it validates; we name them in the meta. */
function withOutputs(router: AnyTRPCRouter): OpenApiRouter {
  const procedures = router._def.procedures as Record<string, { _def: ProcedureDefinition }>;
  const documented = Object.entries(procedures).map(([name, { _def }]) => [
    name,
    { _def: { ..._def, output: _def.meta?.rest?.output } },
  ]);
  const _def = { ...router._def, procedures: Object.fromEntries(documented) as object };
  return { ...router, _def } as unknown as OpenApiRouter;
}

function complete(operation: DocumentedOperation, definition: ProcedureDefinition): void {
  const { openapi, rest = {} } = definition.meta ?? {};
  const isOpen = openapi?.protect === false;
  const [input] = definition.inputs;
  const success = String(rest.status ?? 200);
  const made = operation.responses['200'] ?? {};
  operation.security = isOpen ? [] : [{ bearer: [] }, { password: [] }];
  operation.responses = {
    [success]: rest.status === 204 ? { description: 'Done.' } : withAnswer(made, definition),
    ...(rest.frozen
      ? { '304': { description: 'The caller has this answer: its ETag matched.' } }
      : {}),
    ...problemResponses([
      ...ALWAYS,
      ...(isOpen ? [] : WITH_TOKEN),
      ...(operation.requestBody ? WITH_BODY : []),
      ...(rest.errors ?? []),
    ]),
  };
  for (const parameter of operation.parameters ?? []) parameter.schema = asText(parameter.schema);
  if (rest.frozen) {
    const example = '"k3yOfAnEarlierAnswer"';
    (operation.parameters ??= []).push({
      name: 'If-None-Match',
      in: 'header',
      description: 'ETag of an earlier answer; 304 when nothing changed.',
      schema: { type: 'string' },
      example,
    });
  }
  const examples = (input?.meta() as { examples?: unknown[] } | undefined)?.examples;
  if (operation.requestBody && examples?.[0] !== undefined) {
    for (const media of Object.values(operation.requestBody.content)) media.example = examples[0];
  }
}

/** Of what a typed caller may give as text or otherwise, a URL can hold the text. */
function asText(schema: unknown): unknown {
  const { anyOf, ...rest } = schema as { anyOf?: Json[] };
  const text = anyOf?.find(({ type }) => type === 'string');
  return text ? { ...text, ...rest } : schema;
}

/** The success, with its content types and an example. */
function withAnswer(made: Json, { meta }: ProcedureDefinition): Json {
  const { rest } = meta ?? {};
  const content = made.content as Record<string, Json> | undefined;
  const media = content?.['application/json'] ?? {};
  const [ofSchema] = (rest?.output?.meta() as { examples?: unknown[] } | undefined)?.examples ?? [];
  const example = rest?.example ?? ofSchema;
  const types = rest?.answers ?? ['application/json'];
  return {
    description: 'The answer.',
    ...(rest?.frozen
      ? { headers: { ETag: { description: 'Of this answer.', schema: { type: 'string' } } } }
      : {}),
    content: Object.fromEntries(
      types.map((type) => [type, { ...media, ...(example === undefined ? {} : { example }) }]),
    ),
  };
}

/** One response a status, naming the codes that come with it. */
function problemResponses(codes: readonly ProblemCode[]): Record<string, Json> {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set(codes)) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const sorted = [...byStatus].sort(([a], [b]) => a - b);
  return Object.fromEntries(
    sorted.map(([status, ofStatus]) => [
      String(status),
      {
        description: ofStatus.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
        ...(status === 429 || status === 503 ? { headers: RETRY_AFTER } : {}),
        ...(status === 401 ? { headers: CHALLENGE } : {}),
        content: {
          'application/problem+json': {
            schema: { $ref: '#/components/schemas/Problem' },
            example: exampleOf(ofStatus[0] ?? 'internal'),
          },
        },
      },
    ]),
  );
}

const RETRY_AFTER = {
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } },
};
const CHALLENGE = {
  'WWW-Authenticate': { description: 'The scheme that is expected.', schema: { type: 'string' } },
};

function exampleOf(code: ProblemCode): Json {
  const { status, title } = PROBLEMS[code];
  return {
    type: `urn:intellisite:problem:${code}`,
    title,
    status,
    code,
    ...(code === 'invalid_request'
      ? { errors: [{ member: 'limit', message: 'Too big: expected number to be <=1000' }] }
      : {}),
    requestId: '0b0e8f0c-98b1-4d0f-9c0b-1d5a7d0c7a52',
  };
}
