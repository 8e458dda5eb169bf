import type { DetectionMessage } from './detection-message.ts';
import { hostileBytesNear } from './hostile-bytes.ts';
import type { RejectionCode } from './rejection.ts';

export { brokenRule } from './message-rules.ts';

export interface BadMessage {
  name: string;
  value: Uint8Array | null;
  code: RejectionCode;
}

export interface OddMessage {
  name: string;
  value: Uint8Array;
  message: DetectionMessage;
}

const encoder = new TextEncoder();
const corolla = { year: 2011, make: 'Toyota', model: 'Corolla', category: 'Sedan' };

function bad(name: string, code: RejectionCode, value: string | Uint8Array | null): BadMessage {
  return { name, code, value: typeof value === 'string' ? encoder.encode(value) : value };
}

/** A good message in which single members are given as JSON text; null leaves a member out. */
function withMembers(members: Record<string, string | null>): string {
  const all: Record<string, string | null> = {
    Year: '2011',
    Make: '"Toyota"',
    Model: '"Corolla"',
    Category: '"Sedan"',
    ...members,
  };
  const given = Object.entries(all).filter(([, value]) => value !== null);
  return `{${given.map(([name, value]) => `"${name}": ${value}`).join(', ')}}`;
}

function badMember(name: string, code: RejectionCode, members: Record<string, string | null>) {
  return bad(name, code, withMembers(members));
}

/** The bytes of a good message, with the byte 0x01 that stands in its make replaced by others. */
function withBytes(replacement: readonly number[]): Uint8Array {
  const bytes = [...encoder.encode(withMembers({ Make: '"Toy\u0001ta"' }))];
  bytes.splice(bytes.indexOf(1), 1, ...replacement);
  return Uint8Array.from(bytes);
}

/** Messages that must go to quarantine, each with the code of its reason, at any time. */
export const badMessages: readonly BadMessage[] = [
  bad('tombstone', 'empty', null),
  bad('no bytes', 'empty', ''),
  bad('white space alone', 'empty', ' \r\n\t '),
  bad('over 64 KiB', 'too_large', withMembers({ Note: `"${'x'.repeat(65_536)}"` })),
  bad('a cut UTF-8 sequence', 'not_utf8', withBytes([0xc3])),
  bad('an overlong UTF-8 sequence', 'not_utf8', withBytes([0xc0, 0x80])),
  bad('a surrogate in UTF-8', 'not_utf8', withBytes([0xed, 0xa0, 0x80])),
  bad('gzip bytes', 'not_utf8', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xfe)),
  bad('UTF-16', 'not_utf8', Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0x7d, 0)),

  bad('a word', 'not_json', 'hello'),
  bad('XML', 'not_json', '<detection/>'),
  bad('cut JSON', 'not_json', '{"Year": 2011, "Make": "Toyota", "Mod'),
  bad('a comma too many', 'not_json', '{"Year": 2011, "Make": "Toyota",}'),
  bad('two messages in one', 'not_json', `${withMembers({})}${withMembers({})}`),
  bad('a comment', 'not_json', `${withMembers({})} // seen at the gate`),
  bad('names without quotes', 'not_json', '{Year: 2011, Make: "Toyota"}'),
  badMember('NaN for a year', 'not_json', { Year: 'NaN' }),
  badMember('a number with a leading zero', 'not_json', { Year: '02011' }),
  bad('a NUL byte in a text', 'not_json', withBytes([0])),
  bad('a line break in a text', 'not_json', withBytes([10])),
  bad('cut Python', 'not_json', "{'Year': 2011, 'Make': 'Toyo"),
  bad('an apostrophe that ends the text', 'not_json', "{'Model': 'C'eed'}"),
  bad('a Python tuple', 'not_json', "('Toyota', 2011)"),
  bad('a Python expression', 'not_json', "{'Year': 2000 + 11}"),
  bad('a Python call', 'not_json', "__import__('os').system('true')"),
  bad('Python nested deep', 'not_json', `{'A': ${'['.repeat(30_000)}`),
  bad('JSON nested deep and cut', 'not_json', '{"A":'.repeat(10_000)),

  bad('a list', 'not_an_object', `[${withMembers({})}]`),
  bad('a list nested deep', 'not_an_object', `${'['.repeat(30_000)}${']'.repeat(30_000)}`),
  bad('a text', 'not_an_object', '"Toyota"'),
  bad('a number', 'not_an_object', '2011'),
  bad('null', 'not_an_object', 'null'),
  bad('None', 'not_an_object', 'None'),
  bad('True', 'not_an_object', 'True'),

  bad('an empty object', 'missing_member', '{}'),
  badMember('no year', 'missing_member', { Year: null }),
  badMember('no make', 'missing_member', { Make: null }),
  badMember('no model', 'missing_member', { Model: null }),
  badMember('no category', 'missing_member', { Category: null }),
  bad('names in lower case', 'missing_member', withMembers({}).toLowerCase()),
  bad('the members in __proto__', 'missing_member', `{"__proto__": ${withMembers({})}}`),
  bad('the members in __proto__, in Python', 'missing_member', "{'__proto__': {'Year': 2011}}"),

  badMember('a year twice', 'duplicate_member', { Make: '"Toyota", "Year": 2012' }),
  badMember('the same year twice', 'duplicate_member', { Make: '"Toyota", "Year": 2011' }),
  badMember('a make twice, once escaped', 'duplicate_member', { Model: '"A", "M\\u0061ke": "B"' }),
  badMember('a source twice among lists', 'duplicate_member', {
    Category: '["SUV", "Wagon"]',
    Source: '"a", "Source": "b"',
  }),
  badMember('a model twice beside an object', 'duplicate_member', {
    Box: '{"Model": [1, {"x": "}"}]}, "Model": "B"',
  }),
  bad('a make twice, in Python', 'duplicate_member', "{'Make': 'A', 'Make': 'B'}"),
  bad('a make twice, in both quotes', 'duplicate_member', `{'Make': 'A', "Make": "B"}`),

  badMember('a year as text', 'wrong_type', { Year: '"2011"' }),
  badMember('null for a year', 'wrong_type', { Year: 'null' }),
  badMember('true for a year', 'wrong_type', { Year: 'true' }),
  badMember('a fraction of a year', 'wrong_type', { Year: '2011.5' }),
  badMember('an infinite year', 'wrong_type', { Year: '1e999' }),
  badMember('a list of years', 'wrong_type', { Year: '[2011]' }),
  badMember('an object for a make', 'wrong_type', { Make: '{"Make": "Toyota"}' }),
  badMember('a number for a model', 'wrong_type', { Model: '911' }),
  badMember('False for a model', 'wrong_type', { Model: 'False' }),
  badMember('None for a make', 'wrong_type', { Make: 'None' }),
  badMember('null for a category', 'wrong_type', { Category: 'null' }),
  badMember('a number among categories', 'wrong_type', { Category: '["SUV", 7]' }),
  badMember('a list among categories', 'wrong_type', { Category: '["SUV", ["Wagon"]]' }),
  badMember('a number for a timestamp', 'wrong_type', { Timestamp: '1717156800000' }),
  badMember('a number for a source', 'wrong_type', { Source: '4' }),

  badMember('year 0', 'out_of_range', { Year: '0' }),
  badMember('a year before cars', 'out_of_range', { Year: '1885' }),
  badMember('year 99999', 'out_of_range', { Year: '99999' }),
  badMember('a negative year', 'out_of_range', { Year: '-2011' }),
  badMember('a year of 300 digits', 'out_of_range', { Year: '9'.repeat(300) }),
  badMember('a time before 2000', 'out_of_range', { Timestamp: '"1999-12-31T23:59:59.999Z"' }),
  badMember('a time far ahead', 'out_of_range', { Timestamp: '"9999-01-01T00:00:00Z"' }),

  badMember('an empty make', 'bad_length', { Make: '""' }),
  badMember('a blank make', 'bad_length', { Make: '" \\u00a0\\u3000\\t "' }),
  badMember('a model of 513 characters', 'bad_length', { Model: `"${'é'.repeat(513)}"` }),
  badMember('a model of 10,000 characters', 'bad_length', { Model: `"${'x'.repeat(10_000)}"` }),
  badMember('an empty category', 'bad_length', { Category: '""' }),
  badMember('a blank category in a list', 'bad_length', { Category: '["SUV", " "]' }),
  badMember('a list of categories that is too long when joined', 'bad_length', {
    Category: JSON.stringify(Array.from({ length: 104 }, () => 'SUV')),
  }),
  badMember('an empty source', 'bad_length', { Source: '""' }),

  badMember('commas for a category', 'no_category', { Category: '" , ,"' }),
  badMember('an empty list of categories', 'no_category', { Category: '[]' }),
  badMember('a list of commas', 'no_category', { Category: '[","]' }),

  badMember('an escaped NUL', 'control_character', { Make: '"Toy\\u0000ota"' }),
  badMember('an escaped line break', 'control_character', { Model: '"Cor\\nolla"' }),
  badMember('an escape character', 'control_character', { Model: '"\\u001b[2J"' }),
  badMember('a tab in a source', 'control_character', { Source: '"gate\\t1"' }),
  badMember('a NUL in a list of categories', 'control_character', { Category: '["S\\u0000V"]' }),
  bad('DEL', 'control_character', withBytes([0x7f])),
  bad('C1', 'control_character', withBytes([0xc2, 0x9b])),
  bad('a NUL escaped in Python', 'control_character', `{'Year': 2011, 'Make': 'T\\x00yota'}`),

  badMember('a high surrogate alone', 'lone_surrogate', { Make: '"Toy\\ud83dota"' }),
  badMember('a low surrogate alone', 'lone_surrogate', { Model: '"\\ude97"' }),
  badMember('surrogates the wrong way round', 'lone_surrogate', { Source: '"\\ude97\\ud83d"' }),
  bad('a surrogate escaped in Python', 'lone_surrogate', `{'Year': 2011, 'Make': 'T\\ud83d'}`),

  badMember('a time without a zone', 'bad_timestamp', { Timestamp: '"2024-05-31T12:00:00"' }),
  badMember('a date alone', 'bad_timestamp', { Timestamp: '"2024-05-31"' }),
  badMember('30 February', 'bad_timestamp', { Timestamp: '"2024-02-30T12:00:00Z"' }),
  badMember('month 13', 'bad_timestamp', { Timestamp: '"2024-13-01T12:00:00Z"' }),
  badMember('hour 25', 'bad_timestamp', { Timestamp: '"2024-05-31T25:00:00Z"' }),
  badMember('a time in words', 'bad_timestamp', { Timestamp: '"yesterday"' }),
  badMember('an empty timestamp', 'bad_timestamp', { Timestamp: '""' }),
];

function odd(name: string, value: string, message: Partial<DetectionMessage> = {}): OddMessage {
  return {
    name,
    value: encoder.encode(value),
    message: { vehicle: corolla, source: null, timestamp: null, ...message },
  };
}

/** Messages that look wrong but are not, each with what it says. */
export const oddMessages: readonly OddMessage[] = [
  odd('Python quotes', "{'Year': 2011, 'Make': 'Toyota', 'Model': 'Corolla', 'Category': 'Sedan'}"),
  odd(
    'an apostrophe in JSON',
    `{"Year": 2011, "Make": "Kia", "Model": "C'eed", "Category": "Sedan"}`,
    { vehicle: { ...corolla, make: 'Kia', model: "C'eed" } },
  ),
  odd(
    'an apostrophe in Python',
    `{'Year': 2011, 'Make': 'Kia', 'Model': "C'eed", 'Category': 'Sedan'}`,
    { vehicle: { ...corolla, make: 'Kia', model: "C'eed" } },
  ),
  odd(
    'both quotes in one text, in Python',
    `{'Year': 2011, 'Make': 'Kia', 'Model': 'C\\'eed "GT"', 'Category': 'Sedan'}`,
    { vehicle: { ...corolla, make: 'Kia', model: `C'eed "GT"` } },
  ),
  odd(
    'escapes in Python',
    `{'Year': 2011, 'Make': '\\u0160koda', 'Model': '\\xc9l\\U0001f697', 'Category': 'Sedan'}`,
    { vehicle: { ...corolla, make: 'Škoda', model: 'Él🚗' } },
  ),
  odd('a byte order mark', `\ufeff${withMembers({})}`),
  odd('white space around', `\r\n\t ${withMembers({ Make: '" Toyota\\n"' })} \n`),
  odd('a list of categories', withMembers({ Category: '["SUV", " Wagon "]' }), {
    vehicle: { ...corolla, category: 'SUV, Wagon' },
  }),
  odd('a list of categories in Python', withMembers({ Category: "['SUV', 'Wagon']" }), {
    vehicle: { ...corolla, category: 'SUV, Wagon' },
  }),
  odd('letters to compose', withMembers({ Make: '"S\u030ckoda"' }), {
    vehicle: { ...corolla, make: 'Škoda' },
  }),
  odd('512 characters of two units each', withMembers({ Model: `"${'🚗'.repeat(512)}"` }), {
    vehicle: { ...corolla, model: '🚗'.repeat(512) },
  }),
  odd('a year with a fraction of zero', withMembers({ Year: '2011.0' })),
  odd('unknown members', withMembers({ Plate: '"B-XY 12"', Box: '[1, {"Year": "x"}]' })),
  odd('unknown members twice', withMembers({ Plate: '"a", "Plate": "b", "year": 7' })),
  odd('control characters in an unknown member', withMembers({ Plate: '"\\u0000\\ud83d"' })),
  odd('an unknown member nested deep', withMembers({ A: '['.repeat(9_000) + ']'.repeat(9_000) })),
  odd('__proto__', withMembers({ ['__proto__']: '{"Source": "x", "Year": 1}' })),
  odd('__proto__ in Python', `{'__proto__': {'Source': 'x'}, ${withMembers({}).slice(1)}`),
  odd('names of Object.prototype', withMembers({ constructor: '1', toString: '"x"' })),
  odd('True, None and null in unknown members', withMembers({ A: 'True', B: 'None', C: 'null' })),
  odd('null for a source', withMembers({ Source: 'null' })),
  odd('None for a source', withMembers({ Source: 'None' })),
  odd('null for a timestamp', withMembers({ Timestamp: 'null' })),
  odd('a source', withMembers({ Source: '"gate-north-01"' }), { source: 'gate-north-01' }),
  odd('a timestamp with an offset', withMembers({ Timestamp: '"2024-05-31T14:30:00.5+02:30"' }), {
    timestamp: Date.UTC(2024, 4, 31, 12, 0, 0, 500),
  }),
  odd(
    'a timestamp finer than milliseconds',
    withMembers({ Timestamp: '"2024-02-29T00:00:00.123999999Z"' }),
    {
      timestamp: Date.UTC(2024, 1, 29, 0, 0, 0, 123),
    },
  ),
  odd(
    'a timestamp as Python prints it',
    withMembers({ Timestamp: '"2024-05-31 12:00:00+00:00"' }),
    {
      timestamp: Date.UTC(2024, 4, 31, 12),
    },
  ),
];

/** What an attacker or a broken camera may send; most of it is no detection, some of it is. */
export const hostileBytes = hostileBytesNear([...badMessages, ...oddMessages]);
