import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OPENAPI_FILE, openApiText } from '../scripts/openapi-file.ts';
import {
  breachesOf,
  calls,
  document,
  type Described,
  type DocumentedCall,
  type Json,
} from './openapi-support.ts';

test('is in docs/openapi.json as it is served', () => {
  const isSame = readFileSync(OPENAPI_FILE, 'utf8') === openApiText();
  expect(isSame, 'docs/openapi.json is out of date: run pnpm openapi:export, review it').toBe(true);
});

test('names every call once, and says what it is for', () => {
  const ids = calls.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(calls.length);
  const tags = document.tags.map(({ name }) => name);
  for (const call of calls) {
    expect(call.operationId).toMatch(/^[a-z][A-Za-z]+$/);
    expect(call.summary.length, call.operationId).toBeGreaterThan(5);
    expect(call.description.length, call.operationId).toBeGreaterThan(20);
    expect(tags, call.operationId).toEqual(expect.arrayContaining(call.tags));
  }
});

test('describes and shows every parameter', () => {
  for (const { operationId, parameters } of calls) {
    for (const { name, description, required, example, schema } of parameters) {
      expect(description, `${operationId} ${name}`).toMatch(/\w.*\.$/);
      const shown: unknown[] = required === true ? [example] : (schema.examples as unknown[]);
      expect(shown, `${operationId} ${name}`).toEqual([expect.anything()]);
    }
  }
});

test('shows a request and an answer of every kind', () => {
  for (const call of calls) {
    for (const [type, { example }] of Object.entries(call.requestBody?.content ?? {})) {
      expect(example, `${call.operationId} ${type}`).toBeDefined();
    }
    for (const [place, media] of answersOf(call)) {
      expect(examplesOf(media), place).not.toHaveLength(0);
    }
  }
});

test('shows nothing that does not fit its schema', () => {
  for (const call of calls) {
    const described: [place: string, described: Described][] = [
      ...call.parameters.map((parameter): [string, Described] => [parameter.name, parameter]),
      ...Object.entries(call.requestBody?.content ?? {}),
      ...answersOf(call),
      ...Object.values(call.responses).flatMap(({ headers = {} }) => Object.entries(headers)),
    ];
    for (const [place, part] of described) {
      for (const example of examplesOf(part)) {
        expect(breachesOf(part.schema, example), `${call.operationId} ${place}`).toEqual([]);
      }
      expectFittingExamples(part.schema, `${call.operationId} ${place}`);
    }
  }
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    expectFittingExamples(schema, name);
  }
});

test('answers every refusal as a problem, with the codes that it can have', () => {
  for (const { operationId, responses } of calls) {
    const refusals = Object.entries(responses).filter(([status]) => Number(status) >= 400);
    expect(refusals.map(([status]) => status)).toEqual(
      expect.arrayContaining(['400', '500', '503']),
    );
    for (const [status, { content = {} }] of refusals) {
      expect(Object.keys(content), operationId).toEqual(['application/problem+json']);
      const { examples = {} } = content['application/problem+json']!;
      for (const [code, { value }] of Object.entries(examples)) {
        expect(value, `${operationId} ${status}`).toMatchObject({ code, status: Number(status) });
      }
    }
  }
});

function answersOf({ operationId, responses }: DocumentedCall): [string, Described][] {
  return Object.entries(responses).flatMap(([status, { content = {} }]) =>
    Object.entries(content).map(([type, media]): [string, Described] => [
      `${operationId} ${status} ${type}`,
      media,
    ]),
  );
}

function examplesOf({ example, examples = {} }: Described): unknown[] {
  const named = Object.values(examples).map(({ value }) => value);
  return example === undefined ? named : [example, ...named];
}

/** Also of the schemas within. */
function expectFittingExamples(schema: Json, place: string): void {
  const {
    example,
    examples = [],
    properties = {},
    items,
    anyOf = [],
  } = schema as {
    example?: unknown;
    examples?: unknown[];
    properties?: Record<string, Json>;
    items?: Json;
    anyOf?: Json[];
  };
  for (const shown of example === undefined ? examples : [example, ...examples]) {
    expect(breachesOf(schema, shown), `${place}: ${JSON.stringify(shown)}`).toEqual([]);
  }
  for (const [name, member] of Object.entries(properties)) {
    expectFittingExamples(member, `${place}.${name}`);
  }
  for (const within of [...(items ? [items] : []), ...anyOf]) expectFittingExamples(within, place);
}
