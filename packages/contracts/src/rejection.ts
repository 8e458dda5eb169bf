/** Why a message was set aside. The values are stable: they are stored, counted and filtered by. */
export type RejectionCode =
  | 'empty'
  | 'too_large'
  | 'not_utf8'
  | 'not_json'
  | 'not_an_object'
  | 'missing_member'
  | 'duplicate_member'
  | 'wrong_type'
  | 'out_of_range'
  | 'bad_length'
  | 'no_category'
  | 'control_character'
  | 'lone_surrogate'
  | 'bad_timestamp';

export interface Rejection {
  code: RejectionCode;
  /**
   * One sentence that names the member and what was expected. It holds no control characters and
   * no lone surrogates whatever the message held, and quotes at most 80 characters of it.
   */
  reason: string;
}

const QUOTED_CODE_POINTS = 40;
const QUOTED_LENGTH = 78;

/** What a value from a message is, in words that fit after "but is". */
export function describe(value: unknown): string {
  if (typeof value === 'string') return `the text ${quote(value)}`;
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

/** The character's code point in the usual notation, such as U+0000. */
export function codePointName(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The beginning of a text between double quotes, at most 80 characters in all, fit for a log. */
export function quote(text: string): string {
  // A code point is at most two units, so this bounds the work before it is spread.
  const characters = [...text.slice(0, 2 * QUOTED_CODE_POINTS)].slice(0, QUOTED_CODE_POINTS);
  let quoted = '';
  let cut = characters.join('').length < text.length;
  for (const character of characters) {
    const printed = printable(character);
    if (quoted.length + printed.length > QUOTED_LENGTH - 1) {
      cut = true;
      break;
    }
    quoted += printed;
  }
  return `"${quoted}${cut ? '…' : ''}"`;
}

function printable(character: string): string {
  return /[\p{C}\p{Zl}\p{Zp}]/u.test(character) ? `<${codePointName(character)}>` : character;
}
