import { z } from 'zod';
import { splitValues, VALUE_LIST } from './value-lists.ts';

/** Longest text of a list, in code points. */
const MOST_CHARACTERS = 4_096;
const MOST_VALUES = 100;

const CONTROL_CHARACTER = /\p{Cc}/u;

const EXPECTED =
  'expected values with commas between them; one that holds a comma or a quote stands in double quotes';

/**
 * Several values of a filter: one text with commas (REST, where it is all there is) or a list of texts.
 * Comes out as a list without repetitions, each value in NFC.
 */
export function textValues(description: string, example: string) {
  return z
    .union(
      [
        z
          .string()
          .refine((text) => [...text].length <= MOST_CHARACTERS)
          .meta({ minLength: 1, maxLength: MOST_CHARACTERS, pattern: VALUE_LIST }),
        z.array(z.string().min(1).max(MOST_CHARACTERS)).min(1).max(MOST_VALUES),
      ],
      { error: `expected text of at most ${MOST_CHARACTERS} characters, or several with commas` },
    )
    .transform((given, context) => {
      const values = typeof given === 'string' ? splitValues(given) : given;
      if (values && !values.some((value) => CONTROL_CHARACTER.test(value))) {
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
