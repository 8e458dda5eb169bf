import type { z } from 'zod';

const WHOLE_OR_FRACTION = /^-?\d+(\.\d+)?$/;
const BOOLEANS = new Map(
  ['true', '1', 'yes', 'on']
    .map((text): [string, boolean] => [text, true])
    .concat(['false', '0', 'no', 'off'].map((text): [string, boolean] => [text, false])),
);

/** How the text of a query or a path becomes what the schema of its member speaks of. */
export type Coercions = ReadonlyMap<string, (text: string) => unknown>;

/**
 * Numbers and booleans are texts in a URL. What is no number stays a text, so that the schema says what
 * it expected: `limit=` is not 0, and `1e3` is not 1000.
 */
export function coercionsOf(schema: z.ZodObject): Coercions {
  const coercions = new Map<string, (text: string) => unknown>();
  for (const [name, member] of Object.entries(schema.shape)) {
    const kind = kindOf(member as z.ZodType);
    if (kind === 'number') {
      coercions.set(name, (text) => (WHOLE_OR_FRACTION.test(text) ? Number(text) : text));
    } else if (kind === 'boolean') {
      coercions.set(name, (text) => BOOLEANS.get(text.toLowerCase()) ?? text);
    }
  }
  return coercions;
}

export function coerce(
  values: Record<string, string>,
  coercions: Coercions,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, text]) => [name, coercions.get(name)?.(text) ?? text]),
  );
}

/** The kind of a schema behind what makes it optional. */
function kindOf(schema: z.ZodType): string {
  const { def } = schema as unknown as { def: { type: string; innerType?: z.ZodType } };
  return ['optional', 'default', 'prefault', 'nullable'].includes(def.type) && def.innerType
    ? kindOf(def.innerType)
    : def.type;
}
