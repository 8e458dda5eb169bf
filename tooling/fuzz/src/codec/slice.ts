import { isDeepStrictEqual } from 'node:util';
import { categoriesOf, decodeDetection, detection } from '@intellisite/contracts';
import { brokenRule } from '@intellisite/contracts/testing';
import type { NewlyStored, StoredDetection } from './stored-log.ts';

export interface SliceFates {
  detections: number;
  /** How many, by code. */
  quarantined: Record<string, number>;
  violations: string[];
}

const REASON = /^[A-Z][^\p{C}\p{Zl}\p{Zp}]{10,250}\.$/u;

/**
 * Each input is in exactly one place, in order: in quarantine by its offset, with its own bytes and a
 * reason that a person can read, or else it is the next detection, which says what the decoder reads in
 * these bytes alone, keeps every rule of a message and fits the schema that the API answers with.
 */
export function checkSlice(
  values: readonly (Buffer | null)[],
  recordedAt: number,
  stored: NewlyStored,
): SliceFates {
  const { firstOffset, nextOffset, detections, refusals } = stored;
  const fates: SliceFates = { detections: 0, quarantined: {}, violations: [] };
  const violate = (what: string, value?: Buffer | null): void => {
    fates.violations.push(`${what}${value ? `: base64 ${value.toString('base64')}` : ''}`);
  };
  if (nextOffset - firstOffset !== values.length) {
    violate(`the checkpoint moved by ${nextOffset - firstOffset} for ${values.length} inputs`);
  }
  const refused = new Map(refusals.map((row) => [row.offset, row]));
  if (refused.size !== refusals.length) violate('an offset is in quarantine twice');

  values.forEach((value, index) => {
    const refusal = refused.get(firstOffset + index);
    if (refusal) {
      fates.quarantined[refusal.code] = (fates.quarantined[refusal.code] ?? 0) + 1;
      if (!sameBytes(refusal.value, value)) violate('it is in quarantine with other bytes', value);
      if (!REASON.test(refusal.reason)) violate(`the reason is ${refusal.reason}`, value);
      return;
    }
    const found = detections[fates.detections];
    fates.detections += 1;
    if (!found) violate('it is in no place', value);
    else {
      const broken = flawOf(found, value, recordedAt);
      if (broken !== null) violate(`its detection: ${broken}`, value);
    }
  });
  if (
    detections.length !== fates.detections ||
    refusals.length !== values.length - fates.detections
  )
    violate(
      `${values.length} inputs became ${detections.length} detections and ${refusals.length} refusals`,
    );
  return fates;
}

/** What is wrong with a stored detection; null: nothing. */
function flawOf(found: StoredDetection, value: Buffer | null, recordedAt: number): string | null {
  const { position, detectedAt, source, ...vehicle } = found;
  const decoded = decodeDetection(value, recordedAt);
  if (!decoded.ok) return `the decoder alone says: ${decoded.rejection.reason}`;
  const { message } = decoded;
  const expected = { ...message, timestamp: message.timestamp ?? recordedAt };
  if (!isDeepStrictEqual({ vehicle, source, timestamp: detectedAt }, expected)) {
    return `${JSON.stringify(found)} for ${JSON.stringify(expected)}`;
  }
  const broken = brokenRule({ vehicle, source, timestamp: detectedAt }, recordedAt);
  if (broken !== null) return broken;
  const answered = detection.safeParse({
    id: position,
    timestamp: new Date(detectedAt).toISOString(),
    ...vehicle,
    categories: categoriesOf(vehicle.category),
    source,
  });
  return answered.success ? null : answered.error.message;
}

function sameBytes(one: Buffer | null, other: Buffer | null): boolean {
  if (one === null || other === null) return one === other;
  return one.equals(other);
}
