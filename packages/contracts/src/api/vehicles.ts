import { z } from 'zod';
import { MAX_TEXT_LENGTH } from '../bounds.ts';
import { textValues } from './text-values.ts';

export const suggestInput = z.strictObject({
  field: z.enum(['make', 'model']),
  q: z
    .string()
    .max(MAX_TEXT_LENGTH)
    .default('')
    .meta({ description: 'What was typed so far; empty: the most frequent.', example: 'toy' }),
  make: textValues('Only models of these makes.', 'Toyota').optional(),
});
export type SuggestRequest = z.output<typeof suggestInput>;

export const suggestions = z
  .object({
    data: z
      .array(z.object({ value: z.string(), count: z.int().min(0) }))
      .meta({ description: 'At most 20, the most frequent first.' }),
    size: z.int().min(0),
  })
  .meta({ id: 'Suggestions', examples: [{ data: [{ value: 'Toyota', count: 812 }], size: 1 }] });
export type Suggestions = z.infer<typeof suggestions>;
