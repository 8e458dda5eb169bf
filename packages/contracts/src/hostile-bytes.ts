import fc from 'fast-check';
import type { BadMessage, OddMessage } from './testing.ts';

/** Bytes that come near to a message: known ones, cut, with bytes changed, joined, or plain noise. */
export function hostileBytesNear(
  messages: readonly (BadMessage | OddMessage)[],
): fc.Arbitrary<Uint8Array> {
  const seeds = messages.flatMap(({ value }) =>
    value === null || value.length > LONGEST_SEED ? [] : [value],
  );
  return fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.json({ maxDepth: 4 }).map(encode),
    fc.string({ unit: pieces, maxLength: 60 }).map(encode),
    {
      weight: 5,
      arbitrary: fc
        .tuple(fc.constantFrom(...seeds), fc.nat(), fc.nat(3), inserted)
        .map(([seed, from, length, between]) => splice(seed, from, length, between)),
    },
  );
}

const LONGEST_SEED = 2_000;

const pieces = fc.constantFrom(...Array.from(`{}[]:,"'\\ 0123aYexuUTrueNone`));
/** Bytes at random are hardly ever UTF-8, and get no further than that. */
const inserted = fc.oneof(
  fc.uint8Array({ maxLength: 3 }),
  fc.string({ unit: pieces, maxLength: 3 }).map(encode),
  fc.string({ unit: 'binary', maxLength: 2 }).map(encode),
);

function splice(seed: Uint8Array, from: number, length: number, between: Uint8Array): Uint8Array {
  const start = from % (seed.length + 1);
  return Uint8Array.of(...seed.slice(0, start), ...between, ...seed.slice(start + length));
}

function encode(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}
