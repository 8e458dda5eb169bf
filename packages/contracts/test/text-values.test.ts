import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { textValues } from '../src/api/text-values.ts';

const values = textValues('Camera.', 'gate-1');

/** What the document says of one value of a list. */
const item = (z.toJSONSchema(values, { io: 'input' }) as unknown as ListSchema).anyOf[1].items;
interface ListSchema {
  anyOf: [unknown, { items: { minLength: number; maxLength: number; pattern: string } }];
}

describe('a value of a list', () => {
  it.each([
    ['a comma and a quote', 'gate, "north"'],
    ['spaces', ' '],
    ['as many characters as may be, each of them two units', '💣'.repeat(4_096)],
    ['one character more', '💣'.repeat(4_097)],
    ['a control character', '\u{1F427}\u0010'],
    ['a line break', 'gate\n'],
    ['nothing', ''],
  ])('is accepted exactly where the document accepts it: %s', (_, value) => {
    const length = [...value].length;
    const documented =
      length >= item.minLength &&
      length <= item.maxLength &&
      new RegExp(item.pattern, 'u').test(value);
    expect(values.safeParse([value]).success).toBe(documented);
  });
});
