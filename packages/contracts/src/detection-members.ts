import { MAX_TEXT_LENGTH, MIN_TIME_MS, MIN_YEAR, maxTimeMs, maxYear, pastYear } from './bounds.ts';
import { namesCategory } from './categories.ts';
import { codePointName, describe, type Rejection, type RejectionCode } from './rejection.ts';
import { parseTimestamp } from './timestamp.ts';

/** The members that mean something, by their exact names; all others are ignored. */
export const DETECTION_MEMBERS: ReadonlySet<string> = new Set([
  'Year',
  'Make',
  'Model',
  'Category',
  'Timestamp',
  'Source',
]);

const CATEGORY_SEPARATOR = ', ';
const TEXT_EXPECTED = `text of 1 to ${MAX_TEXT_LENGTH} characters`;
const FIRST_PRINTABLE = 0x20;
const LAST_PRINTABLE = 0x7e;
const CONTROL_CHARACTER = /\p{Cc}/u;
const LONE_SURROGATE = /\p{Cs}/u;

export function readYear(value: unknown, now: number): number | Rejection {
  if (typeof value === 'number' && Number.isInteger(value)) {
    if (value >= MIN_YEAR && (value <= pastYear(now) || value <= maxYear(now))) return value;
    return mustBe('out_of_range', 'Year', yearExpected(now), value);
  }
  if (value === undefined) return missing('Year', yearExpected(now));
  return mustBe('wrong_type', 'Year', yearExpected(now), value);
}

/** Trims and normalises a required text. */
export function readText(name: string, value: unknown): string | Rejection {
  if (typeof value !== 'string') {
    if (value === undefined) return missing(name, TEXT_EXPECTED);
    return mustBe('wrong_type', name, TEXT_EXPECTED, value);
  }
  if (isPrintableAscii(value)) {
    const text = value.trim();
    if (text.length > 0 && text.length <= MAX_TEXT_LENGTH) return text;
    return badLength(name, text.length);
  }

  const text = value.normalize('NFC').trim();
  const length = codePoints(text);
  if (length < 1 || length > MAX_TEXT_LENGTH) return badLength(name, length);
  const control = CONTROL_CHARACTER.exec(text);
  if (control !== null) {
    return reject(
      'control_character',
      `${name} must be text without control characters, but holds ${codePointName(control[0])}.`,
    );
  }
  const surrogate = LONE_SURROGATE.exec(text);
  if (surrogate !== null) {
    return reject(
      'lone_surrogate',
      `${name} must be well-formed text, but holds half a character, ${codePointName(surrogate[0])}.`,
    );
  }
  return text;
}

/** One text, or a list of texts that is joined; either names at least one category. */
export function readCategory(value: unknown): string | Rejection {
  const text = Array.isArray(value) ? joinCategories(value) : readText('Category', value);
  if (typeof text !== 'string' || namesCategory(text)) return text;
  return noCategory();
}

/** @returns null if the message names no source: the member is absent or null */
export function readSource(value: unknown): string | null | Rejection {
  return value === undefined || value === null ? null : readText('Source', value);
}

/** @returns milliseconds since 1970, or null if the member is absent or null */
export function readTimestamp(value: unknown, now: number): number | null | Rejection {
  if (value === undefined || value === null) return null;
  const expected = 'an ISO 8601 time with a zone, such as 2024-05-31T12:00:00Z';
  if (typeof value !== 'string') return mustBe('wrong_type', 'Timestamp', expected, value);
  const timestamp = parseTimestamp(value.trim());
  if (timestamp === null) return mustBe('bad_timestamp', 'Timestamp', expected, value);
  return checkTime('Timestamp', timestamp, now) ?? timestamp;
}

/** @returns why the time, in milliseconds since 1970, cannot be that of a detection, or null */
export function checkTime(name: string, time: number, now: number): Rejection | null {
  const latest = maxTimeMs(now);
  if (time >= MIN_TIME_MS && time <= latest) return null;
  const expected = `from ${printTime(MIN_TIME_MS)} to ${printTime(latest)}, a day ahead`;
  return reject('out_of_range', `${name} must be ${expected}, but is ${printTime(time)}.`);
}

export function reject(code: RejectionCode, reason: string): Rejection {
  return { code, reason };
}

function joinCategories(list: unknown[]): string | Rejection {
  if (list.length === 0) return noCategory();
  const texts: string[] = [];
  for (const [index, element] of list.entries()) {
    const text = readText(`Category[${index}]`, element);
    if (typeof text !== 'string') return text;
    texts.push(text);
  }
  // Still NFC: the separator composes with nothing that may follow it.
  const joined = texts.join(CATEGORY_SEPARATOR);
  const length = codePoints(joined);
  return length <= MAX_TEXT_LENGTH ? joined : badLength('Category', length);
}

function missing(name: string, expected: string): Rejection {
  return reject('missing_member', `${name} is missing; it must be ${expected}.`);
}

function mustBe(code: RejectionCode, name: string, expected: string, value: unknown): Rejection {
  return reject(code, `${name} must be ${expected}, but is ${describe(value)}.`);
}

function badLength(name: string, length: number): Rejection {
  const found = length === 0 ? 'is empty' : `has ${length} characters`;
  return reject('bad_length', `${name} must be ${TEXT_EXPECTED}, but ${found}.`);
}

function noCategory(): Rejection {
  return reject('no_category', 'Category must name at least one category, but names none.');
}

function yearExpected(now: number): string {
  return `a whole number from ${MIN_YEAR} to ${maxYear(now)}`;
}

function isPrintableAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (character < FIRST_PRINTABLE || character > LAST_PRINTABLE) return false;
  }
  return true;
}

function codePoints(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    if ((text.codePointAt(index) ?? 0) > 0xffff) index++;
    count++;
  }
  return count;
}

function printTime(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? `${time} ms` : date.toISOString();
}
