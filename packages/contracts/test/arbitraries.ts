import fc from 'fast-check';
import type { DetectionMessage } from '../src/index.ts';

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
