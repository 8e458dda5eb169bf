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

class LiteralError extends Error {
  readonly index: number;

  constructor(index: number, problem: string) {
    super(problem);
    this.index = index;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z_]\w*/y;
const PYTHON_WORDS = new Map<string, unknown>([
  ['True', true],
  ['False', false],
  ['None', null],
]);
const JSON_WORDS = new Set(['true', 'false', 'null']);

const SIMPLE_ESCAPES = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
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
 * Reads what Python prints for a dictionary or list of strings, numbers, True, False and None.
 * Strict: no tuples, prefixes, trailing commas, adjacent strings or expressions, names of members
 * are strings, and no control characters stand unescaped in a string. The true, false and null of
 * JSON are read over, so that what is reported for a text that is nearly JSON is the place where it
 * stops being so, and refused at the end.
 */
export function parsePythonLiteral(text: string): PythonLiteral {
  const repeated = new Set<string>();
  let index = 0;
  let depth = 0;
  const jsonWords: { index: number; word: string }[] = [];

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

  const readWord = (): unknown => {
    WORD.lastIndex = index;
    const word = WORD.exec(text)?.[0];
    if (word === undefined) return fail('a value was expected');
    if (JSON_WORDS.has(word)) jsonWords.push({ index, word });
    else if (!PYTHON_WORDS.has(word)) return fail('an unknown word was found');
    index += word.length;
    return PYTHON_WORDS.get(word);
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
    const [jsonWord] = jsonWords;
    if (jsonWord !== undefined) {
      fail(`${jsonWord.word} is JSON, but other parts are Python`, jsonWord.index);
    }
    return { ok: true, value, repeated };
  } catch (error) {
    if (!(error instanceof LiteralError)) throw error;
    return { ok: false, position: error.index + 1, problem: error.message };
  }
}
