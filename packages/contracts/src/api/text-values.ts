import { z } from 'zod';
import { splitValues, VALUE, VALUE_LIST } from './value-lists.ts';

/** Longest text of a list, in code points. */
const MOST_CHARACTERS = 4_096;
const MOST_VALUES = 100;

const VALUE_PATTERN = new RegExp(VALUE, 'u');

const EXPECTED =
  'expected values with commas between them, without control characters; one that holds a comma or a quote stands in double quotes';

const text = (pattern: string) =>
  z
    .string()
    .refine((given) => [...given].length <= MOST_CHARACTERS)
    .meta({ minLength: 1, maxLength: MOST_CHARACTERS, pattern });

/**
 * Several values of a filter: one text with commas (REST, where it is all there is) or a list of texts.
 * Comes out as a list without repetitions, each value in NFC.
 */
export function textValues(description: string, example: string) {
  return z
    .union([text(VALUE_LIST), z.array(text(VALUE)).min(1).max(MOST_VALUES)], {
      error: `expected text of at most ${MOST_CHARACTERS} characters, or several with commas`,
    })
    .transform((given, context) => {
      const values = typeof given === 'string' ? splitValues(given) : given;
      if (values?.every((value) => VALUE_PATTERN.test(value))) {
        return [...new Set(values.map((value) => value.normalize('NFC')))];
      }
      context.addIssue({ code: 'custom', message: EXPECTED });
      return z.NEVER;
    })
    .meta({
      description: `${description} Several with commas; one that holds a comma or a quote in double quotes.`,
      example,
    });
}
