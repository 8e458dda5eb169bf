import fc from 'fast-check';
import type { DetectionMessage } from '../src/index.ts';
import { badMessages, oddMessages } from '../src/testing.ts';

export const NOW = Date.UTC(2026, 6, 1);

/** Texts as the decoder leaves them: NFC, trimmed, printable, 1 to 512 code points. */
export const text: fc.Arbitrary<string> = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 200 })
  .map((raw) =>
    raw
      .replace(/[\p{Cc}\p{Cs}]/gu, '')
      .normalize('NFC')
      .trim(),
  )
  .filter((cleaned) => cleaned !== '');

export const categoryName: fc.Arbitrary<string> = text
  .map((name) => name.replaceAll(',', '').trim())
  .filter((name) => name !== '');

export const timestamp: fc.Arbitrary<number> = fc.integer({
  min: Date.UTC(2000, 0, 1),
  max: NOW + 86_400_000,
});

export const detectionMessage: fc.Arbitrary<DetectionMessage> = fc.record({
  vehicle: fc.record({
    year: fc.integer({ min: 1886, max: 2028 }),
    make: text,
    model: text,
    category: fc
      .array(categoryName, { minLength: 1, maxLength: 2 })
      .map((names) => names.join(', ')),
  }),
  source: fc.option(text),
  timestamp: fc.option(timestamp),
});

/** Bytes that come near to a message: known ones, cut, with bytes changed, joined, or plain noise. */
export const hostileBytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.json({ maxDepth: 4 }).map(encode),
  fc
    .string({
      unit: fc.constantFrom(...Array.from(`{}[]:,"'\\ 0123aYexuUTrueNone`)),
      maxLength: 60,
    })
    .map(encode),
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom(...seeds()), fc.nat(), fc.nat(3), fc.uint8Array({ maxLength: 3 }))
      .map(([seed, from, length, inserted]) => splice(seed, from, length, inserted)),
  },
);

function seeds(): Uint8Array[] {
  return [...badMessages, ...oddMessages].flatMap(({ value }) =>
    value === null || value.length > 2_000 ? [] : [value],
  );
}

function splice(seed: Uint8Array, from: number, length: number, inserted: Uint8Array): Uint8Array {
  const start = from % (seed.length + 1);
  return Uint8Array.of(...seed.slice(0, start), ...inserted, ...seed.slice(start + length));
}

function encode(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}
