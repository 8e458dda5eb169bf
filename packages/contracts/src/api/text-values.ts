import { z } from 'zod';
import { MAX_TEXT_LENGTH } from '../bounds.ts';

const MOST_VALUES = 100;
const CONTROL_CHARACTER = /\p{Cc}/u;

/**
 * Splits a list as it is written in a query: commas separate, and a value that holds a comma stands in
 * double quotes (a double quote within them is doubled), as in CSV.
 *
 * @returns null if a quote is opened and not closed, or text stands beside a quoted value
 */
export function splitValues(text: string): string[] | null {
  const values: string[] = [];
  let at = 0;
  for (;;) {
    const quoted = /^\s*"((?:[^"]|"")*)"\s*(?=,|$)/.exec(text.slice(at));
    const plain = quoted ?? /^([^,]*)/.exec(text.slice(at));
    const value = plain?.[1] ?? '';
    if (!quoted && value.trimStart().startsWith('"')) return null;
    values.push(quoted ? value.replaceAll('""', '"') : value.trim());
    at += plain?.[0].length ?? 0;
    if (at >= text.length) return values;
    at += 1;
  }
}

/** The opposite of {@link splitValues}. */
export function joinValues(values: readonly string[]): string {
  return values
    .map((value) => (/[",]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
    .join(',');
}

/**
 * Several values of a filter: one text with commas (REST, where it is all there is) or a list of texts.
 * Comes out as a list without repetitions, each value trimmed and in NFC.
 */
export function textValues(description: string, example: string) {
  return z
    .union([z.string(), z.array(z.string())], { error: 'expected text, or several with commas' })
    .transform((given, context) => {
      const values = typeof given === 'string' ? splitValues(given) : given;
      const refuse = (message: string): never => {
        context.addIssue({ code: 'custom', message });
        return z.NEVER;
      };
      if (!values) return refuse('expected a closing double quote and a comma after it');
      const cleaned = values.map((value) => value.normalize('NFC').trim());
      if (cleaned.includes('')) return refuse('expected no empty value');
      if (cleaned.length > MOST_VALUES) return refuse(`expected at most ${MOST_VALUES} values`);
      if (cleaned.some((value) => value.length > 2 * MAX_TEXT_LENGTH))
        return refuse(`expected values of at most ${MAX_TEXT_LENGTH} characters`);
      if (cleaned.some((value) => CONTROL_CHARACTER.test(value)))
        return refuse('expected values without control characters');
      return [...new Set(cleaned)];
    })
    .meta({
      description: `${description} Several with commas; a value that holds a comma in double quotes.`,
      example,
    });
}
