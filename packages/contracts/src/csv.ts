/**
 * What spreadsheets take for the beginning of a formula, also in the wide forms of East Asian text.
 * A tab or a line break before it does not keep them from it.
 */
const FORMULA = /^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/**
 * Text as a field of CSV: quoted where RFC 4180 asks for it. A name is anybody's text, so one that a
 * spreadsheet would calculate has an apostrophe before it, which makes it text there.
 */
export function csvField(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Fields of one line, which ends with CRLF. Numbers are written as they are. */
export function csvRecord(fields: readonly (string | number)[]): string {
  const texts = fields.map((field) =>
    typeof field === 'number' ? String(field) : csvField(field),
  );
  return `${texts.join(',')}\r\n`;
}
