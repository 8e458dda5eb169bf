/** How deep lists and dictionaries may be nested: deeper is refused, so that the stack is safe. */
const MAX_DEPTH = 100;

export type PythonLiteral =
  | {
      ok: true;
      /** Dictionaries have no prototype, so that a member named `__proto__` is one like any other. */
      value: unknown;
      /** Names that the outermost dictionary gives more than once; the last value is kept. */
      repeated: ReadonlySet<string>;
    }
  | {
      ok: false;
      /** Where the text stops being a literal, in characters from 1. */
      position: number;
      /** What stood in the way, fit to follow "because". */
      problem: string;
    };

const OPENING_BRACE = 0x7b;
const SINGLE_QUOTE = 0x27;
const DOUBLE_QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Turns what Python prints into JSON where that takes no more than other quotes, which is the case
 * for nearly every message: there are only single ones and nothing is escaped. All else is returned
 * as it is. Saves the exception with which JSON.parse would refuse each message of such a producer.
 */
export function withDoubleQuotes(text: Uint8Array): Uint8Array {
  if (text[0] !== OPENING_BRACE || text[1] !== SINGLE_QUOTE) return text;
  const json = new Uint8Array(text);
  for (let index = 0; index < json.length; index++) {
    const byte = json[index];
    if (byte === SINGLE_QUOTE) json[index] = DOUBLE_QUOTE;
    else if (byte === DOUBLE_QUOTE || byte === BACKSLASH) return text;
  }
  return json;
}

class LiteralError extends Error {
  readonly index: number;

  constructor(index: number, problem: string) {
    super(problem);
    this.index = index;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z_]\w*/y;
const WORDS = new Map<string, boolean | null>([
  ['True', true],
  ['true', true],
  ['False', false],
  ['false', false],
  ['None', null],
  ['null', null],
]);

const SIMPLE_ESCAPES = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['b', '\b'],
  ['f', '\f'],
  ['/', '/'],
  ["'", "'"],
  ['"', '"'],
  ['\\', '\\'],
]);
const ESCAPE_DIGITS = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);
const LAST_CODE_POINT = 0x10ffff;
const FIRST_PRINTABLE = 0x20;

/**
 * Reads JSON that may be written as Python prints it: single or double quotes, True, False and None
 * beside true, false and null, and the escapes of both. Else as strict as JSON: no tuples, prefixes,
 * trailing commas, adjacent strings or unescaped control characters; names of members are strings.
 */
export function parsePythonLiteral(text: string): PythonLiteral {
  const repeated = new Set<string>();
  let index = 0;
  let depth = 0;

  const fail = (problem: string, at = index): never => {
    throw new LiteralError(at, problem);
  };

  const skipSpace = (): void => {
    while (' \t\n\r'.includes(text.charAt(index)) && index < text.length) index++;
  };

  const take = (character: string): boolean => {
    skipSpace();
    if (text.charAt(index) !== character) return false;
    index++;
    return true;
  };

  const readEscape = (): string => {
    const start = index - 1;
    const kind = text.charAt(index++);
    const simple = SIMPLE_ESCAPES.get(kind);
    if (simple !== undefined) return simple;
    const digits = ESCAPE_DIGITS.get(kind);
    if (digits === undefined) return fail('an unknown escape was found', start);
    const hexadecimal = text.slice(index, index + digits);
    index += digits;
    if (hexadecimal.length < digits || !/^[\dA-Fa-f]+$/.test(hexadecimal)) {
      return fail(`${digits} hexadecimal digits were expected in an escape`, start);
    }
    const codePoint = Number.parseInt(hexadecimal, 16);
    if (codePoint > LAST_CODE_POINT) return fail('an escape names no character', start);
    return String.fromCodePoint(codePoint);
  };

  const readString = (quote: string): string => {
    const start = index - 1;
    let content = '';
    let plainFrom = index;
    for (;;) {
      const character = text.charAt(index);
      if (character === '') return fail('a string is not closed', start);
      if (character.charCodeAt(0) < FIRST_PRINTABLE) {
        return fail('a control character stands in a string');
      }
      if (character !== quote && character !== '\\') {
        index++;
        continue;
      }
      content += text.slice(plainFrom, index);
      index++;
      if (character === quote) return content;
      content += readEscape();
      plainFrom = index;
    }
  };

  const readName = (): string => {
    skipSpace();
    const quote = text.charAt(index);
    if (quote !== '"' && quote !== "'") return fail('the name of a member was expected');
    index++;
    return readString(quote);
  };

  const enter = (): void => {
    if (++depth > MAX_DEPTH) fail(`it is nested more than ${MAX_DEPTH} deep`, index - 1);
  };

  const readDictionary = (): Record<string, unknown> => {
    enter();
    const dictionary: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    if (!take('}')) {
      do {
        const name = readName();
        if (!take(':')) fail('a colon was expected');
        if (depth === 1 && name in dictionary) repeated.add(name);
        dictionary[name] = readValue();
      } while (take(','));
      if (!take('}')) fail('a comma or a closing brace was expected');
    }
    depth--;
    return dictionary;
  };

  const readList = (): unknown[] => {
    enter();
    const list: unknown[] = [];
    if (!take(']')) {
      do list.push(readValue());
      while (take(','));
      if (!take(']')) fail('a comma or a closing bracket was expected');
    }
    depth--;
    return list;
  };

  const readWord = (): boolean | null => {
    WORD.lastIndex = index;
    const word = WORD.exec(text)?.[0];
    if (word === undefined) return fail('a value was expected');
    const value = WORDS.get(word);
    if (value === undefined) return fail('an unknown word was found');
    index += word.length;
    return value;
  };

  const readValue = (): unknown => {
    skipSpace();
    const first = text.charAt(index);
    if (first === '"' || first === "'") {
      index++;
      return readString(first);
    }
    if (take('{')) return readDictionary();
    if (take('[')) return readList();
    NUMBER.lastIndex = index;
    const number = NUMBER.exec(text)?.[0];
    if (number === undefined) return readWord();
    index += number.length;
    return Number(number);
  };

  try {
    const value = readValue();
    skipSpace();
    if (index < text.length) fail('the end was expected');
    return { ok: true, value, repeated };
  } catch (error) {
    if (!(error instanceof LiteralError)) throw error;
    return { ok: false, position: error.index + 1, problem: error.message };
  }
}
