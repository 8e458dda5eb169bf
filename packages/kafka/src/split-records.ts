import type { ProducerRecord } from './record-producer.ts';

/** Below the broker's default `message.max.bytes` (1,048,588), with room for the batch's header. */
const MAX_BYTES = 900_000;
/** kafkajs's cost of grouping records by partition grows with the square of their number. */
const MAX_RECORDS = 500;
/** Lengths, offsets and timestamp of a record are at most this long. */
const RECORD_OVERHEAD = 36;

/**
 * Parts that fit a request each, in order. Sizes are before compression, so a compressed request is
 * well below the limit. A record over the limit is alone in its part: the broker decides about it.
 */
export function* splitRecords<T extends ProducerRecord>(records: readonly T[]): Generator<T[]> {
  let part: T[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = sizeOf(record);
    if (part.length > 0 && (bytes + size > MAX_BYTES || part.length >= MAX_RECORDS)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(record);
    bytes += size;
  }
  if (part.length > 0) yield part;
}

function sizeOf({ key, value, headers }: ProducerRecord): number {
  let size = RECORD_OVERHEAD + byteLength(key) + byteLength(value);
  for (const [name, content] of Object.entries(headers ?? {})) {
    for (const one of Array.isArray(content) ? content : [content]) {
      size += RECORD_OVERHEAD + Buffer.byteLength(name) + byteLength(one);
    }
  }
  return size;
}

function byteLength(content: string | Buffer | null | undefined): number {
  return content === null || content === undefined ? 0 : Buffer.byteLength(content);
}
