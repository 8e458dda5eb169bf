import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { createOpenApiDocument } from '../src/rest/openapi-document.ts';
import { appRouter } from '../src/routers/app-router.ts';

export type Json = Record<string, unknown>;

/** A request body, a parameter, a header or the content of an answer: what has a schema. */
export interface Described extends Json {
  schema: Json;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
}

export interface DocumentedAnswer {
  description: string;
  headers?: Record<string, Described & { required?: boolean }>;
  content?: Record<string, Described>;
}

export interface DocumentedCall {
  method: string;
  /** With parameters in braces, below /api/v1. */
  path: string;
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  security: Json[];
  parameters: (Described & { name: string; in: string; description: string })[];
  requestBody: { required: boolean; content: Record<string, Described> } | null;
  /** By status, with what it refers to in place. */
  responses: Record<string, DocumentedAnswer>;
}

export const document = createOpenApiDocument(appRouter, { version: '0.0.0-test' }) as unknown as {
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Json>>;
  components: { schemas: Record<string, Json> } & Record<string, Record<string, unknown>>;
};

/** Every call that the document describes. */
export const calls: DocumentedCall[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => {
    const {
      parameters = [],
      requestBody = null,
      responses,
      ...rest
    } = operation as Json & {
      parameters?: DocumentedCall['parameters'];
      requestBody?: DocumentedCall['requestBody'];
      responses: Record<string, unknown>;
    };
    const answers = Object.entries(responses).map(([status, given]) => {
      const answer = resolve(given) as DocumentedAnswer;
      const headers = Object.entries(answer.headers ?? {}).map(([name, header]) => [
        name,
        resolve(header),
      ]);
      return [status, { ...answer, headers: Object.fromEntries(headers) as object }];
    });
    return {
      ...rest,
      method: method.toUpperCase(),
      path,
      parameters,
      requestBody,
      responses: Object.fromEntries(answers) as object,
    } as unknown as DocumentedCall;
  }),
);

export function callOf(operationId: string): DocumentedCall {
  const call = calls.find((candidate) => candidate.operationId === operationId);
  if (!call) throw new Error(`the document has no ${operationId}`);
  return call;
}

/** What a reference means; anything else is itself. */
function resolve(given: unknown): unknown {
  const { $ref } = given as { $ref?: string };
  if ($ref === undefined) return given;
  const [, , kind = '', name = ''] = $ref.split('/');
  return document.components[kind]?.[name];
}

const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
const validators = new WeakMap<Json, ValidateFunction>();

/** How a value breaks a schema of the document; empty when it fits. */
export function breachesOf(schema: Json, value: unknown): string[] {
  const validate =
    validators.get(schema) ?? ajv.compile({ ...schema, components: document.components });
  validators.set(schema, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** How an answer breaks what the document says of the call; empty when it is as documented. */
export async function breachesOfAnswer(
  { responses }: DocumentedCall,
  response: Response,
): Promise<string[]> {
  const documented = responses[String(response.status)];
  if (!documented) return [`${response.status} is not documented: ${await response.text()}`];
  const { headers = {}, content } = documented;
  const ofHeaders = Object.entries(headers).flatMap(([name, { required, schema }]) => {
    const text = response.headers.get(name);
    if (text === null) return required === true ? [`the header ${name} is missing`] : [];
    const value = schema.type === 'integer' ? Number(text) : text;
    return breachesOf(schema, value).map((breach) => `the header ${name} ${breach}`);
  });
  const text = await response.text();
  if (!content) return [...ofHeaders, ...(text === '' ? [] : ['a body is not documented'])];
  const type = response.headers.get('content-type')?.split(';')[0] ?? 'none';
  const media = content[type];
  if (!media) return [...ofHeaders, `the content type ${type} is not documented`];
  const body: unknown = /[/+]json$/.test(type) ? JSON.parse(text) : text;
  return [...ofHeaders, ...breachesOf(media.schema, body)];
}
