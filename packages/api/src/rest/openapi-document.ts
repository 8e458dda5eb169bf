import { problem } from '@intellisite/contracts';
import type { AnyTRPCRouter } from '@trpc/server';
import { generateOpenApiDocument, type OpenAPIObject, type OpenApiRouter } from 'trpc-to-openapi';
import type { z } from 'zod';
import { TAGS, type OperationMeta } from '../operation-meta.ts';
import { API_PREFIX } from './aliases.ts';
import {
  createProblemResponses,
  HEADERS,
  successResponse,
  NOT_MODIFIED,
} from './openapi-answers.ts';
import { asText, parametersOf } from './openapi-parameters.ts';
import { BODY_METHODS } from './operations.ts';

type Json = Record<string, unknown>;

interface BodySchema extends Json {
  required?: string[];
  properties?: Record<string, Json>;
}

/** An operation as the generator makes it. */
interface MadeOperation extends Json {
  description: string;
  responses: Record<string, Json>;
  requestBody?: { content: Record<string, { schema: BodySchema } & Json> } & Json;
  parameters?: Json[];
}

interface ProcedureDefinition {
  meta?: OperationMeta;
  inputs: z.ZodType[];
}

const DESCRIPTION = `Detections of vehicles, and the alerts that suspicious ones raise.

Log in with \`POST /auth/token\` and send the access token as \`Authorization: Bearer ...\`.

**Lists** answer \`asOf\`: give it back to page through data that does not move. \`total\` is exact.

**Errors** are \`application/problem+json\` (RFC 9457) with a stable \`code\`. What breaks the schema is 400 and names each wrong member in \`errors\`; what the schema allows but makes no sense is 422. Parameters and members that are not listed here are refused. A body takes at most 64 KiB, the address and the headers together 16 KiB. Every answer has an \`X-Request-Id\` that the log of the server has too; a caller may give its own.

**Other names.** Each call also answers without the prefix \`${API_PREFIX}\`, where \`POST /login\` is \`POST /auth/token\` and \`GET /alerts\` is \`GET /alerts/stream\`. \`HEAD\` is answered as \`GET\` is.`;

/**
 * The OpenAPI 3.1 document of the router's procedures, made by trpc-to-openapi. What it does not know
 * is put right afterwards: the statuses, the content types and the errors that we really answer.
 *
 * Addresses in it are relative, so that it holds wherever it was got from.
 */
export function createOpenApiDocument(
  router: AnyTRPCRouter,
  { version }: { version: string },
): OpenAPIObject {
  const document = generateOpenApiDocument(withOutputs(router), {
    title: 'Intellisite',
    description: DESCRIPTION,
    version,
    baseUrl: API_PREFIX,
    license: { name: 'MIT', identifier: 'MIT' },
    securitySchemes: {
      bearer: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'The access token of `POST /auth/token`.',
      },
      password: {
        type: 'oauth2',
        description: 'The same token, got by the OAuth2 password form. There are no scopes.',
        flows: { password: { tokenUrl: `${API_PREFIX}/auth/token`, scopes: {} } },
      },
    },
    defs: { Problem: problem },
  });
  document.servers = [{ url: API_PREFIX, description: 'Where this document was got from.' }];
  document.tags = Object.entries(TAGS).map(([name, description]) => ({ name, description }));
  document.security = [];
  const problems = createProblemResponses();
  for (const { _def } of Object.values(proceduresOf(router))) {
    const { openapi } = _def.meta ?? {};
    if (!openapi) continue;
    const path = document.paths?.[openapi.path] as Record<string, MadeOperation> | undefined;
    const operation = path?.[openapi.method.toLowerCase()];
    if (operation) complete(operation, _def, problems.refuse);
  }
  const { schemas = {}, ...components } = document.components ?? {};
  document.components = {
    ...components,
    // Without those of the generator, which we answer none of.
    schemas: Object.fromEntries(
      Object.entries(schemas).filter(([name]) => !name.startsWith('error.')),
    ),
    headers: HEADERS,
    responses: problems.components,
  };
  return document;
}

function proceduresOf(router: AnyTRPCRouter): Record<string, { _def: ProcedureDefinition }> {
  return router._def.procedures as Record<string, { _def: ProcedureDefinition }>;
}

/** The generator looks for outputs where tRPC keeps those that it validates; we name them in the meta. */
function withOutputs(router: AnyTRPCRouter): OpenApiRouter {
  const documented = Object.entries(proceduresOf(router)).map(([name, { _def }]) => [
    name,
    { _def: { ..._def, output: _def.meta?.rest?.output } },
  ]);
  const _def = { ...router._def, procedures: Object.fromEntries(documented) as object };
  return { ...router, _def } as unknown as OpenApiRouter;
}

function complete(
  operation: MadeOperation,
  { meta = {}, inputs }: ProcedureDefinition,
  refuse: ReturnType<typeof createProblemResponses>['refuse'],
): void {
  const { openapi, rest = {}, leastRole } = meta;
  const isOpen = openapi?.protect === false;
  operation.security = isOpen ? [] : [{ bearer: [] }, { password: [] }];
  if (leastRole !== undefined) operation.description += ` For the role ${leastRole} and above.`;
  const media = operation.responses['200']?.content as Record<string, Json> | undefined;
  operation.responses = {
    [String(rest.status ?? 200)]: successResponse(media?.['application/json'] ?? {}, rest),
    ...(rest.frozen ? { '304': NOT_MODIFIED } : {}),
    ...refuse({
      isOpen,
      ofRole: leastRole !== undefined,
      takesBody: BODY_METHODS.has(openapi?.method ?? 'GET'),
      takesQuery: operation.parameters?.some(({ in: place }) => place === 'query') ?? false,
      errors: rest.errors ?? [],
    }),
  };
  const parameters = parametersOf(operation.parameters ?? [], rest);
  if (parameters.length > 0) operation.parameters = parameters;
  else Reflect.deleteProperty(operation, 'parameters');
  const { requestBody } = operation;
  if (!requestBody) return;
  const [example] = (inputs[0]?.meta() as { examples?: unknown[] } | undefined)?.examples ?? [];
  const contents = Object.values(requestBody.content);
  // No body is read as one without members.
  requestBody.required = contents.some(({ schema }) => (schema.required ?? []).length > 0);
  for (const [type, content] of Object.entries(requestBody.content)) {
    content.example = example;
    if (type !== 'application/json') content.schema = formSchema(content.schema);
  }
}

/** A form names each member once, as text. */
function formSchema({ properties = {}, ...schema }: BodySchema): BodySchema {
  const texts = Object.entries(properties).map(([name, member]) => [name, asText(member)]);
  return { ...schema, properties: Object.fromEntries(texts) as Record<string, Json> };
}
