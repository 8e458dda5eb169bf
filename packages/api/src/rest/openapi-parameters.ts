import type { OperationMeta } from '../operation-meta.ts';

type Json = Record<string, unknown>;

const IF_NONE_MATCH = {
  name: 'If-None-Match',
  description: 'ETag of an earlier answer; 304 when nothing changed.',
  schema: { type: 'string' },
  example: '"k3yOfAnEarlierAnswer0000000"',
};

/**
 * The parameters that the generator made, with their descriptions and examples where readers of the
 * document look for them, and the headers that the call looks at.
 */
export function parametersOf(
  made: readonly Json[],
  { frozen, headers }: NonNullable<OperationMeta['rest']>,
): Json[] {
  const ofHeaders = [...(frozen ? [IF_NONE_MATCH] : []), ...(headers?.request ?? [])];
  return [
    ...made.map(({ schema, ...parameter }) => {
      const { description, example, ...rest } = asText(schema as Json);
      return withExample({ ...parameter, description }, rest, example);
    }),
    ...ofHeaders.map(({ schema, example, ...header }) =>
      withExample({ in: 'header', required: false, ...header }, schema, example),
    ),
  ];
}

/**
 * /docs fills in the examples of parameters, to be sent as they stand: only what must be given has one
 * there. All others together would ask for a vehicle that nobody has seen.
 */
function withExample(parameter: Json, schema: Json, example: unknown): Json {
  return parameter.required === true
    ? { ...parameter, schema, example }
    : { ...parameter, schema: { ...schema, examples: [example] } };
}

/** Of what a typed caller may give as text or otherwise, a URL and a form can hold the text. */
export function asText(schema: Json): Json {
  const { anyOf, ...rest } = schema as { anyOf?: Json[] } & Json;
  const text = anyOf?.find(({ type }) => type === 'string');
  return text ? { ...text, ...rest } : schema;
}
