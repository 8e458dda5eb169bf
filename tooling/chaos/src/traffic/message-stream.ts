import { encodeDetection, type Vehicle } from '@intellisite/contracts';
import { badMessages, oddMessages } from '@intellisite/contracts/testing';
import type { Random } from '../random.ts';

/** What has to become of a message. */
export type Fate =
  | {
      kind: 'detection';
      vehicle: Vehicle;
      source: string | null;
      /** ms; null: the record's own time. */
      timestamp: number | null;
      suspicious: boolean;
    }
  | { kind: 'quarantine'; code: string };

export interface StreamMessage {
  value: Buffer | null;
  fate: Fate;
}

export interface MessageStream {
  /** Every message so far; a message's number is its place here. */
  readonly messages: readonly StreamMessage[];
  /** Appends messages and answers the number of the first. */
  extend(count: number): number;
}

/** SUSPICIOUS_VEHICLE of the runs. */
export const SUSPICIOUS_CATEGORY = 'SUV';

/** Near misses stand beside matches: only a whole category counts, in any case. */
const CATEGORIES: readonly string[] = [
  'SUV',
  'suv',
  'SUV, Wagon',
  'Wagon,  Suv',
  'Sedan',
  'Coupe, Convertible',
  'Sport SUV',
  'SUVs',
];
const MAKES: readonly string[] = ['Toyota', 'Škoda', 'Kia', 'Mercedes-Benz', 'Ford', '比亚迪'];
const MODELS: readonly string[] = ['Land Cruiser', "C'eed", 'Octavia "RS"', 'F-150', 'Él🚗'];
const SOURCES: readonly (string | null)[] = [null, 'gate-north-01', 'gate-south-02', 'Brücke 3'];
const FIRST_TIMESTAMP = Date.UTC(2024, 0, 1);
const RECENT = 2_000;
const LARGE_BYTES = 4_096;

const smallBad = badMessages.filter(({ value }) => (value?.length ?? 0) <= LARGE_BYTES);
const largeBad = badMessages.filter(({ value }) => (value?.length ?? 0) > LARGE_BYTES);

/** The stream that a seed stands for: good messages, odd ones, bad ones and repeated ones. */
export function createMessageStream(random: Random): MessageStream {
  const messages: StreamMessage[] = [];

  function vehicle(): Vehicle {
    // A new model now and then keeps the dimension tables growing under the faults.
    const model = random.chance(0.01)
      ? `Prototype ${String(messages.length)}`
      : random.pick(MODELS);
    return {
      year: random.between(1990, 2024),
      make: random.pick(MAKES),
      model,
      category: random.pick(CATEGORIES),
    };
  }

  function good(): StreamMessage {
    const seen = vehicle();
    const source = random.pick(SOURCES);
    // One in twenty relies on the record's own time; all others are told apart by theirs.
    const timestamp = random.chance(0.05) ? null : FIRST_TIMESTAMP + messages.length;
    const text = random.chance(0.05)
      ? pythonText(seen, source, timestamp)
      : encodeDetection({ vehicle: seen, source, timestamp });
    return { value: Buffer.from(text), fate: detectionFate(seen, source, timestamp) };
  }

  function odd(): StreamMessage {
    const { value, message } = random.pick(oddMessages);
    const { vehicle: seen, source, timestamp } = message;
    return { value: Buffer.from(value), fate: detectionFate(seen, source, timestamp) };
  }

  function bad(): StreamMessage {
    const { value, code } = random.pick(random.chance(0.01) ? largeBad : smallBad);
    return { value: value && Buffer.from(value), fate: { kind: 'quarantine', code } };
  }

  function repeated(): StreamMessage | undefined {
    return messages[messages.length - 1 - random.below(Math.min(RECENT, messages.length))];
  }

  function draw(): StreamMessage {
    const kind = random.fraction();
    if (kind < 0.03) return bad();
    if (kind < 0.05) return odd();
    if (kind < 0.09) return repeated() ?? good();
    return good();
  }

  return {
    messages,
    extend(count) {
      const first = messages.length;
      for (let index = 0; index < count; index++) messages.push(draw());
      return first;
    },
  };
}

function detectionFate(seen: Vehicle, source: string | null, timestamp: number | null): Fate {
  const suspicious = isSuspicious(seen.category);
  return { kind: 'detection', vehicle: seen, source, timestamp, suspicious };
}

/** The rule said again, so that the product's is not checked against itself. */
export function isSuspicious(category: string): boolean {
  const wanted = SUSPICIOUS_CATEGORY.toLowerCase();
  return category.split(',').some((name) => name.trim().toLowerCase() === wanted);
}

/** As Python prints a dict: single quotes, unless the text has one. */
function pythonText(seen: Vehicle, source: string | null, timestamp: number | null): string {
  const quoted = (text: string): string =>
    text.includes("'") ? JSON.stringify(text) : `'${text.replaceAll('\\', '\\\\')}'`;
  const time = timestamp === null ? 'None' : `'${new Date(timestamp).toISOString()}'`;
  return `{'Year': ${String(seen.year)}, 'Make': ${quoted(seen.make)}, 'Model': ${quoted(seen.model)}, 'Category': ${quoted(seen.category)}, 'Timestamp': ${time}, 'Source': ${source === null ? 'None' : quoted(source)}}`;
}
