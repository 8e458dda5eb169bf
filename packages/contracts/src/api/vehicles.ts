import { z } from 'zod';
import { MAX_TEXT_LENGTH } from '../bounds.ts';
import { textValues } from './text-values.ts';

export const suggestInput = z.strictObject({
  field: z.enum(['make', 'model']).meta({ description: 'What is typed.', example: 'make' }),
  q: z
    .string()
    .refine(
      (text) => [...text].length <= MAX_TEXT_LENGTH,
      `expected at most ${MAX_TEXT_LENGTH} characters`,
    )
    .default('')
    .meta({
      maxLength: MAX_TEXT_LENGTH,
      description: 'What was typed so far, in any case; empty: the most frequent.',
      example: 'toy',
    }),
  make: textValues('Only models of these makes.', 'Toyota').optional(),
});
export type SuggestRequest = z.output<typeof suggestInput>;

export const suggestions = z
  .object({
    data: z
      .array(
        z.object({
          value: z.string(),
          count: z.int().min(0).meta({ description: 'Detections of it.' }),
        }),
      )
      .meta({ description: 'At most 20, the most frequent first.' }),
    size: z.int().min(0).meta({ description: 'Rows in `data`.' }),
  })
  .meta({
    id: 'Suggestions',
    description: 'What it may become.',
    examples: [{ data: [{ value: 'Toyota', count: 812 }], size: 1 }],
  });
export type Suggestions = z.infer<typeof suggestions>;
