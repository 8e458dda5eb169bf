const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * The names of the members of the outermost object, in order and with repetitions, which
 * JSON.parse does not tell. Costs one pass over the text and no recursion.
 *
 * @param json a text that JSON.parse has accepted as an object
 */
export function memberNames(json: string): string[] {
  const names: string[] = [];
  let depth = 0;
  let textStart = 0;
  let textEnd = 0;
  for (let index = 0; index < json.length; index++) {
    switch (json.charAt(index)) {
      case '{':
      case '[':
        depth++;
        break;
      case '}':
      case ']':
        depth--;
        break;
      case '"':
        textStart = index;
        index = closingQuote(json, index);
        textEnd = index + 1;
        break;
      case ':':
        if (depth === 1) names.push(unquote(json.slice(textStart, textEnd)));
        break;
    }
  }
  return names;
}

/**
 * The cheap proof that no member of the outermost object is given twice: where no text is escaped,
 * each name and each text takes two quotes, and a repeated member would leave quotes over.
 *
 * @param json the text that `members` was parsed from
 * @param bytes the same in UTF-8, where quotes are counted twice as fast
 * @returns false if it takes {@link memberNames} to tell
 */
export function isEachMemberGivenOnce(
  members: Record<string, unknown>,
  json: string,
  bytes: Uint8Array,
): boolean {
  if (json.includes('\\')) return false;
  let texts = 0;
  for (const name in members) {
    const value = members[name];
    if (typeof value === 'string') texts += 2;
    else if (typeof value !== 'object' || value === null) texts += 1;
    else if (Array.isArray(value) && value.every(isText)) texts += 1 + value.length;
    else return false;
  }
  let quotes = 0;
  for (const byte of bytes) {
    if (byte === QUOTE) quotes++;
  }
  return quotes === 2 * texts;
}

function closingQuote(json: string, openingQuote: number): number {
  let index = openingQuote + 1;
  while (json.charCodeAt(index) !== QUOTE) index += json.charCodeAt(index) === BACKSLASH ? 2 : 1;
  return index;
}

function unquote(text: string): string {
  return text.includes('\\') ? (JSON.parse(text) as string) : text.slice(1, -1);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
