import { z } from 'zod';
import { MAX_VALUE_BYTES } from './bounds.ts';
import { parseTimestamp } from './timestamp.ts';

/** What is published for each alert: the detection's members, and where the alert stands. */
export interface AlertMessage {
  /** The alert's number: 1, 2, 3, ... without a hole, within one epoch. */
  seq: number;
  /** The position of the detection that raised it. */
  detectionId: number;
  /** The name of the rule that matched. */
  rule: string;
  year: number;
  make: string;
  model: string;
  category: string;
  /** When the vehicle was detected, in milliseconds since 1970. */
  timestamp: number;
  source: string | null;
  /** The UUID of the store that numbered it; another one means that numbers start anew. */
  epoch: string;
}

const number = z.int().positive();
const text = z.string().min(1);

const alertSchema = z.object({
  Year: z.int(),
  Make: text,
  Model: text,
  Category: text,
  Seq: number,
  DetectionId: number,
  Rule: text,
  Timestamp: z.string(),
  Source: text.nullable(),
  Epoch: z.uuid(),
});

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The value of a Kafka record for an alert: JSON in one line.
 *
 * @throws RangeError if the timestamp is not a time that a Date can hold
 */
export function encodeAlert(alert: AlertMessage): string {
  const members: z.input<typeof alertSchema> = {
    Year: alert.year,
    Make: alert.make,
    Model: alert.model,
    Category: alert.category,
    Seq: alert.seq,
    DetectionId: alert.detectionId,
    Rule: alert.rule,
    Timestamp: new Date(alert.timestamp).toISOString(),
    Source: alert.source,
    Epoch: alert.epoch,
  };
  return JSON.stringify(members);
}

/**
 * Reads an alert from the value of a Kafka record. Never throws. What it says is only checked for
 * its shape: anyone who can write to the topic can write any number.
 *
 * @returns null if the value is not an alert of ours
 */
export function decodeAlert(value: Uint8Array): AlertMessage | null {
  const parsed = alertSchema.safeParse(parseJson(value));
  if (!parsed.success) return null;
  const members = parsed.data;
  const timestamp = parseTimestamp(members.Timestamp);
  if (timestamp === null) return null;
  return {
    seq: members.Seq,
    detectionId: members.DetectionId,
    rule: members.Rule,
    year: members.Year,
    make: members.Make,
    model: members.Model,
    category: members.Category,
    timestamp,
    source: members.Source,
    epoch: members.Epoch,
  };
}

function parseJson(value: Uint8Array): unknown {
  if (value.length > MAX_VALUE_BYTES) return undefined;
  try {
    return JSON.parse(utf8.decode(value));
  } catch {
    return undefined;
  }
}
