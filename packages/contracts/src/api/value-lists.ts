// Control characters are in no text that was ever indexed.
const PLAIN = '[^ ",\\u0000-\\u001f\\u007f-\\u009f][^",\\u0000-\\u001f\\u007f-\\u009f]*';
const QUOTED = '"(?:[^"\\u0000-\\u001f\\u007f-\\u009f]|"")+"';
const ITEM = ` *(?:${PLAIN}|${QUOTED} *)`;
/** A list as it is written in a query; the OpenAPI document has the same pattern. */
export const VALUE_LIST = `^${ITEM}(?:,${ITEM})*$`;
/** One value by itself. */
export const VALUE = '^[^\\u0000-\\u001f\\u007f-\\u009f]+$';
const LIST_PATTERN = new RegExp(VALUE_LIST, 'u');
const ITEM_PATTERN = new RegExp(ITEM, 'gu');

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
