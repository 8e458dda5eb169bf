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
      return { ...parameter, description, schema: rest, example };
    }),
    ...ofHeaders.map((header) => ({ in: 'header', required: false, ...header })),
  ];
}

/** Of what a typed caller may give as text or otherwise, a URL can hold the text. */
function asText(schema: Json): Json {
  const { anyOf, ...rest } = schema as { anyOf?: Json[] } & Json;
  const text = anyOf?.find(({ type }) => type === 'string');
  return text ? { ...text, ...rest } : schema;
}
