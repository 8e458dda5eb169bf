import { z } from 'zod';

/** Longest text of a list, in code points. */
const MOST_CHARACTERS = 4_096;
const MOST_VALUES = 100;

// Control characters are in no text that was ever indexed.
const PLAIN = '[^ ",\\u0000-\\u001f\\u007f-\\u009f][^",\\u0000-\\u001f\\u007f-\\u009f]*';
const QUOTED = '"(?:[^"\\u0000-\\u001f\\u007f-\\u009f]|"")+"';
const ITEM = ` *(?:${PLAIN}|${QUOTED} *)`;
/** A list as it is written in a query; the OpenAPI document has the same pattern. */
const LIST = `^${ITEM}(?:,${ITEM})*$`;
const LIST_PATTERN = new RegExp(LIST, 'u');
const ITEM_PATTERN = new RegExp(ITEM, 'gu');
const CONTROL_CHARACTER = /\p{Cc}/u;

const EXPECTED =
  'expected values with commas between them; one that holds a comma or a quote stands in double quotes';

/**
 * Splits a list as it is written in a query: commas separate, and a value that holds a comma or a double
 * quote stands in double quotes (a quote within them is doubled), as in CSV.
 *
 * @returns null if the text is no such list
 */
export function splitValues(text: string): string[] | null {
  if (!LIST_PATTERN.test(text)) return null;
  return Array.from(text.matchAll(ITEM_PATTERN), ([item]) => {
    const value = trimSpaces(item);
    return value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value;
  });
}

/** The opposite of {@link splitValues}. */
export function joinValues(values: readonly string[]): string {
  return values
    .map((value) => (/[",]|^ | $/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
    .join(',');
}

function trimSpaces(text: string): string {
  return text.replace(/^ +| +$/g, '');
}

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
          .meta({ minLength: 1, maxLength: MOST_CHARACTERS, pattern: LIST }),
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
