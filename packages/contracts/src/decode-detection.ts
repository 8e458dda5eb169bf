import { MAX_VALUE_BYTES } from './bounds.ts';
import {
  checkTime,
  DETECTION_MEMBERS,
  readCategory,
  readSource,
  readText,
  readTimestamp,
  readYear,
  reject,
} from './detection-members.ts';
import type { DetectionMessage } from './detection-message.ts';
import { isEachMemberGivenOnce, memberNames } from './json-members.ts';
import { parsePythonLiteral, withDoubleQuotes } from './python-literal.ts';
import { describe, type Rejection } from './rejection.ts';

export type DecodedDetection =
  { ok: true; message: DetectionMessage } | { ok: false; rejection: Rejection };

type Members = Record<string, unknown>;
type Parsed =
  { ok: true; value: unknown; repeated: string | null } | { ok: false; rejection: Rejection };

// A byte order mark before the text is dropped: it says no more than that this is UTF-8.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/**
 * Reads a detection from the value of a Kafka record. Total: for any bytes it answers with a
 * message or with a rejection, and never throws.
 *
 * An accepted message has a whole year within bounds and texts that are trimmed, in NFC, of 1 to
 * 512 code points and free of control characters; its category names at least one category.
 *
 * @param value the record's value; null is a tombstone
 * @param now milliseconds since 1970; bounds Year and Timestamp
 */
export function decodeDetection(value: Uint8Array | null, now: number): DecodedDetection {
  if (value === null) return rejected(reject('empty', 'The message has no value (a tombstone).'));
  if (value.length > MAX_VALUE_BYTES) {
    const size = `${value.length} bytes`;
    return rejected(
      reject('too_large', `The value must be at most ${MAX_VALUE_BYTES} bytes, but has ${size}.`),
    );
  }
  const bytes = withDoubleQuotes(value);
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return rejected(reject('not_utf8', 'The value must be UTF-8 text, but has other bytes.'));
  }
  const parsed = parse(text, bytes);
  if (!parsed.ok) return parsed;
  if (!isObject(parsed.value)) {
    return rejected(
      reject('not_an_object', `The value must be an object, but is ${describe(parsed.value)}.`),
    );
  }
  if (parsed.repeated !== null) {
    return rejected(
      reject('duplicate_member', `${parsed.repeated} must be given once, but is given again.`),
    );
  }
  return readMembers(parsed.value, now);
}

/**
 * Whether a record's own time can be that of a detection.
 *
 * @param ms milliseconds since 1970 as the record carries it
 * @param now milliseconds since 1970
 */
export function checkRecordTime(ms: number, now: number): Rejection | null {
  return checkTime("The record's time", ms, now);
}

function readMembers(members: Members, now: number): DecodedDetection {
  const year = readYear(members.Year, now);
  if (typeof year !== 'number') return rejected(year);
  const make = readText('Make', members.Make);
  if (typeof make !== 'string') return rejected(make);
  const model = readText('Model', members.Model);
  if (typeof model !== 'string') return rejected(model);
  const category = readCategory(members.Category);
  if (typeof category !== 'string') return rejected(category);
  const timestamp = readTimestamp(members.Timestamp, now);
  if (typeof timestamp === 'object' && timestamp !== null) return rejected(timestamp);
  const source = readSource(members.Source);
  if (typeof source === 'object' && source !== null) return rejected(source);
  return { ok: true, message: { vehicle: { year, make, model, category }, source, timestamp } };
}

function parse(text: string, bytes: Uint8Array): Parsed {
  try {
    const value: unknown = JSON.parse(text);
    return {
      ok: true,
      value,
      repeated: isObject(value) ? repeatedMember(value, text, bytes) : null,
    };
  } catch {
    // Not JSON; it may still be what Python prints.
  }
  const literal = parsePythonLiteral(text);
  if (literal.ok) {
    const repeated = [...literal.repeated].find((name) => DETECTION_MEMBERS.has(name)) ?? null;
    return { ok: true, value: literal.value, repeated };
  }
  return rejected(notJson(text, literal.position, literal.problem));
}

function notJson(text: string, position: number, problem: string): Rejection {
  if (text.trim() === '') return reject('empty', 'The value must be a JSON object, but is empty.');
  return reject(
    'not_json',
    `The value must be a JSON object, but stops being one at character ${position}: ${problem}.`,
  );
}

/** The first known member that is given more than once: JSON.parse keeps the last silently. */
function repeatedMember(members: Members, json: string, bytes: Uint8Array): string | null {
  if (isEachMemberGivenOnce(members, json, bytes)) return null;
  const seen = new Set<string>();
  for (const name of memberNames(json)) {
    if (seen.has(name) && DETECTION_MEMBERS.has(name)) return name;
    seen.add(name);
  }
  return null;
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rejected(rejection: Rejection): { ok: false; rejection: Rejection } {
  return { ok: false, rejection };
}
