import { MAX_TEXT_LENGTH, MIN_TIME_MS, MIN_YEAR, maxTimeMs, maxYear } from './bounds.ts';
import { categoriesOf } from './categories.ts';
import type { DetectionMessage } from './detection-message.ts';

/**
 * The rule of an accepted message that this one breaks; null: it keeps all. Written from what is
 * promised, without the code that decodes, so that each can be held against the other.
 *
 * @param now ms since 1970, when it was decoded
 */
export function brokenRule(
  { vehicle, source, timestamp }: DetectionMessage,
  now: number,
): string | null {
  const { year, make, model, category } = vehicle;
  if (!Number.isInteger(year) || year < MIN_YEAR || year > maxYear(now)) return `year ${year}`;
  for (const text of [make, model, category, source ?? 'none']) {
    if (text !== text.trim()) return `not trimmed: ${text}`;
    if (text !== text.normalize('NFC')) return `not NFC: ${text}`;
    if (/[\p{Cc}\p{Cs}]/u.test(text)) return `a control character or half of one: ${text}`;
    const length = [...text].length;
    if (length < 1 || length > MAX_TEXT_LENGTH) return `${length} characters`;
  }
  if (categoriesOf(category).length === 0) return `no category: ${category}`;
  if (timestamp !== null && (timestamp < MIN_TIME_MS || timestamp > maxTimeMs(now))) {
    return `time ${timestamp}`;
  }
  return null;
}
