import { decodeDetection, type Rejection, type Vehicle } from '@intellisite/contracts';
import type { ActiveRules, SeriesKey } from '@intellisite/db';
import { createByteMap } from './byte-map.ts';
import { matchRules } from './rule-matching.ts';

/** What is remembered of a vehicle at a source. */
export interface SeriesEntry {
  readonly key: SeriesKey;
  /** Null until a transaction that named the series was committed. */
  id: number | null;
  /** Rule versions that it matches, valid for `matchedRevision` alone. */
  ruleVersionIds: readonly number[];
  matchedRevision: number;
}

export type Recognised =
  | { entry: SeriesEntry; /** ms; null: the record's own time */ timestamp: number | null }
  | { rejection: Rejection };

export interface SeriesCache {
  /** Decodes a message, or recognises its bytes as those of an earlier one. */
  recognise(value: Buffer | null, now: number): Recognised;
  /** The rule versions that a detection of this series raises alerts for. */
  matches(entry: SeriesEntry, rules: ActiveRules): readonly number[];
  clear(): void;
}

/** Messages longer than this are decoded each time: their bytes would fill the memory. */
const LONGEST_REMEMBERED = 512;
/** Starting over when full keeps memory bounded; the few thousand that matter are soon back. */
const MOST_REMEMBERED = 200_000;
const MOST_REMEMBERED_BYTES = 32 * 1024 * 1024;

/**
 * Cameras see the same vehicles over and over: looking up the raw bytes of a message costs a fraction
 * of parsing them. Only messages without a time of their own are remembered by their bytes, so a hit
 * gives exactly what the decoder would.
 */
export function createSeriesCache(): SeriesCache {
  const byBytes = createByteMap<SeriesEntry>();
  const byKey = new Map<string, SeriesEntry>();

  function entryOf(vehicle: Vehicle, source: string | null): SeriesEntry {
    // No text holds a control character, so this is unambiguous.
    const key = [
      vehicle.year,
      vehicle.make,
      vehicle.model,
      vehicle.category,
      source ?? '\u0001',
    ].join('\u0000');
    let entry = byKey.get(key);
    if (!entry) {
      if (byKey.size >= MOST_REMEMBERED) byKey.clear();
      entry = { key: { vehicle, source }, id: null, ruleVersionIds: [], matchedRevision: -1 };
      byKey.set(key, entry);
    }
    return entry;
  }

  return {
    recognise(value, now) {
      const bytes = value !== null && value.length <= LONGEST_REMEMBERED ? value : null;
      const known = bytes === null ? undefined : byBytes.get(bytes);
      if (known) return { entry: known, timestamp: null };
      const decoded = decodeDetection(value, now);
      if (!decoded.ok) return { rejection: decoded.rejection };
      const { vehicle, source, timestamp } = decoded.message;
      const entry = entryOf(vehicle, source);
      if (timestamp === null && bytes !== null) {
        const { size, keyBytes } = byBytes;
        if (size >= MOST_REMEMBERED || keyBytes >= MOST_REMEMBERED_BYTES) byBytes.clear();
        byBytes.add(bytes, entry);
      }
      return { entry, timestamp };
    },
    matches(entry, rules) {
      if (entry.matchedRevision !== rules.revision) {
        entry.ruleVersionIds = matchRules(rules.rules, entry.key.vehicle);
        entry.matchedRevision = rules.revision;
      }
      return entry.ruleVersionIds;
    },
    clear() {
      byBytes.clear();
      byKey.clear();
    },
  };
}
