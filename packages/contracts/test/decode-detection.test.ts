import { describe, expect, test } from 'vitest';
import { checkRecordTime, decodeDetection } from '../src/index.ts';
import { badMessages, oddMessages } from '../src/testing.ts';

const NOW = Date.UTC(2026, 6, 1);
const DAY_MS = 86_400_000;

function decode(text: string, now = NOW) {
  return decodeDetection(new TextEncoder().encode(text), now);
}

function reasonOf(text: string, now = NOW): string {
  const decoded = decode(text, now);
  return decoded.ok ? 'accepted' : decoded.rejection.reason;
}

function message(members: Record<string, unknown>): string {
  return JSON.stringify({
    Year: 2011,
    Make: 'Toyota',
    Model: 'Corolla',
    Category: 'Sedan',
    ...members,
  });
}

describe('a bad message is rejected with its code', () => {
  test.each(badMessages)('$name: $code', ({ value, code }) => {
    const decoded = decodeDetection(value, NOW);
    expect(decoded).toMatchObject({ ok: false, rejection: { code } });
  });
});

describe('an odd message is accepted for what it says', () => {
  test.each(oddMessages)('$name', ({ value, message }) => {
    expect(decodeDetection(value, NOW)).toEqual({ ok: true, message });
  });
});

test('reasons name the member and what was expected', () => {
  expect(reasonOf('{}')).toBe('Year is missing; it must be a whole number from 1886 to 2028.');
  expect(reasonOf(message({ Year: '2011' }))).toBe(
    'Year must be a whole number from 1886 to 2028, but is the text "2011".',
  );
  expect(reasonOf(message({ Category: ['SUV', null] }))).toBe(
    'Category[1] must be text of 1 to 512 characters, but is null.',
  );
  expect(reasonOf(message({ Source: 'a\u0000' }))).toBe(
    'Source must be text without control characters, but holds U+0000.',
  );
  expect(reasonOf('{"Year": 2011, "Make" "Toyota"}')).toBe(
    'The value must be a JSON object, but stops being one at character 23: a colon was expected.',
  );
});

test('a reason quotes only the beginning of a text, made printable', () => {
  const reason = reasonOf(message({ Timestamp: `\u0000\u202e${'x'.repeat(1_000)}` }));
  expect(reason).toContain('"<U+0000><U+202E>xxx');
  expect(reason.length).toBeLessThan(200);
});

test('a model year may be at most the year after next, in UTC', () => {
  const lastInstant = Date.UTC(2026, 11, 31, 23, 59, 59, 999);
  for (const now of [Date.UTC(2026, 0, 1), NOW, lastInstant]) {
    expect(decode(message({ Year: 2028 }), now).ok).toBe(true);
    expect(decode(message({ Year: 2029 }), now).ok).toBe(false);
  }
  expect(decode(message({ Year: 2029 }), lastInstant + 1).ok).toBe(true);
  expect(decode(message({ Year: 1886 })).ok).toBe(true);
});

test('a timestamp may be a day ahead and no more', () => {
  const at = (ms: number) => message({ Timestamp: new Date(ms).toISOString() });
  expect(decode(at(NOW + DAY_MS)).ok).toBe(true);
  expect(decode(at(NOW + DAY_MS + 1)).ok).toBe(false);
  expect(decode(at(Date.UTC(2000, 0, 1))).ok).toBe(true);
});

test("a record's own time has the bounds of a timestamp", () => {
  expect(checkRecordTime(Date.UTC(2000, 0, 1), NOW)).toBeNull();
  expect(checkRecordTime(NOW + DAY_MS, NOW)).toBeNull();
  for (const time of [-1, Date.UTC(2000, 0, 1) - 1, NOW + DAY_MS + 1, NaN, Infinity]) {
    expect(checkRecordTime(time, NOW)).toMatchObject({ code: 'out_of_range' });
  }
});

test('nothing that a message says reaches the prototype of other objects', () => {
  decode('{"__proto__": {"polluted": 1}, "Year": 2011}');
  decode("{'__proto__': {'polluted': None}, 'constructor': {'prototype': {'polluted': 1}}}");
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
