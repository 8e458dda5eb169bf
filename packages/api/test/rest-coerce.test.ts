import { expect, it } from 'vitest';
import { z } from 'zod';
import { coerce, coercionsOf } from '../src/rest/coerce.ts';

const coercions = coercionsOf(
  z.object({
    text: z.string(),
    count: z.int().min(0).default(3),
    exact: z.boolean().optional(),
  }),
);

it.each([
  ['true', true],
  ['1', true],
  ['Yes', true],
  ['ON', true],
  ['false', false],
  ['0', false],
  ['no', false],
  ['off', false],
])('takes %s for a boolean as people mean it', (exact, meant) => {
  expect(coerce({ exact }, coercions)).toEqual({ exact: meant });
});

it.each([
  [{ count: '17' }, { count: 17 }],
  [{ count: '-1.5' }, { count: -1.5 }],
  [{ text: '17' }, { text: '17' }],
])('reads %o by its schema', (given, read) => {
  expect(coerce(given, coercions)).toEqual(read);
});

it.each([
  { count: '' },
  { count: '1e3' },
  { count: ' 1' },
  { count: '0x1' },
  { exact: '' },
  { exact: 'maybe' },
  { other: '1' },
])('leaves %o for the schema to refuse', (given: Record<string, string>) => {
  expect(coerce(given, coercions)).toEqual(given);
});
