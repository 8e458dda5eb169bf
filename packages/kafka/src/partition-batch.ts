import type { Batch } from 'kafkajs';

/** kafkajs's own record objects, passed through untouched: wrapping each costs more than decoding it. */
export interface KafkaRecord {
  readonly offset: string;
  /** ms since 1970; "-1" when the record has none. */
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /**
   * Why the record batch that holds this record cannot be unpacked; absent for a record that was
   * read. The value of the batch's first record is then the batch as it came, of the others null.
   */
  readonly unreadable?: string;
  /** Of the record batch that holds this record; absent in the message format before Kafka 0.11. */
  readonly batchContext?: { readonly partitionLeaderEpoch: number };
}

/** The epoch of the partition's leader that wrote the record; null when that is not known. */
export function leaderEpochOf({ batchContext }: KafkaRecord): number | null {
  const epoch = batchContext?.partitionLeaderEpoch ?? -1;
  return epoch < 0 ? null : epoch;
}

/** What one fetch brought of one partition. */
export interface PartitionBatch {
  readonly partition: number;
  /** Data records only: no control records, nothing of aborted transactions. May be empty. */
  readonly records: readonly KafkaRecord[];
  /** The offset that was asked for. */
  readonly fetchedOffset: number;
  /** Of the first record sent, control records included. Differs from `fetchedOffset` when that is not in the log. */
  readonly firstOffset: number;
  /** Where the next fetch goes on: one after the last record sent, control records included. */
  readonly nextOffset: number;
  /** Holes between `firstOffset` and `nextOffset`, each from `from` up to but without `to`. */
  readonly missing: readonly { readonly from: number; readonly to: number }[];
  /** The offset after the partition's newest record. */
  readonly highWatermark: number;
  /**
   * The epoch of the partition's leader that wrote the last record sent, control records included: no earlier record
   * has a later one. null when that is not known.
   */
  readonly leaderEpoch: number | null;
}

interface FetchedRecord {
  readonly offset: string;
  /** True for what stands in for a record batch that compaction has emptied, at its last offset. */
  readonly emptied?: true;
  /** Of the record batch; absent in the message format before Kafka 0.11. */
  readonly batchContext?: {
    readonly firstOffset: string;
    readonly lastOffsetDelta: number;
    readonly partitionLeaderEpoch: number;
  };
}

/** Members of kafkajs's Batch that its types leave out. */
export interface FetchedBatch extends Batch {
  readonly messages: (Batch['messages'][number] & FetchedRecord)[];
  readonly fetchedOffset: string;
  /** From `fetchedOffset` on, control records and aborted transactions included. */
  readonly messagesWithinOffset: readonly FetchedRecord[];
  leaderEpoch(): number | null;
}

/** @param fetchedOffset what this side asked for: kafkajs may have asked for another one since. */
export function toPartitionBatch(batch: FetchedBatch, fetchedOffset: number): PartitionBatch {
  const sent = batch.messagesWithinOffset;
  const first = sent[0];
  const last = sent.at(-1);
  const firstOffset = first ? beginningOf(first, Number(batch.fetchedOffset)) : fetchedOffset;
  const nextOffset = last ? offsetAfter(last) : fetchedOffset;
  const holdsEmptied = sent.some(isEmptied);
  const complete = nextOffset - firstOffset === sent.length && !holdsEmptied;
  return {
    partition: batch.partition,
    records: holdsEmptied ? batch.messages.filter((record) => !isEmptied(record)) : batch.messages,
    fetchedOffset,
    firstOffset,
    nextOffset,
    missing: complete ? [] : holes(sent, firstOffset, nextOffset),
    highWatermark: Number(batch.highWatermark),
    leaderEpoch: batch.leaderEpoch(),
  };
}

function isEmptied({ emptied }: FetchedRecord): boolean {
  return emptied === true;
}

/** An emptied record batch is in the log from its first offset on, though nothing of it is there. */
function beginningOf(
  { offset, emptied, batchContext }: FetchedRecord,
  fetchedOffset: number,
): number {
  if (!emptied || !batchContext) return Number(offset);
  return Math.max(Number(batchContext.firstOffset), fetchedOffset);
}

/** Compaction can take the last records of a record batch away; the batch still says where it ended. */
function offsetAfter({ offset, batchContext }: FetchedRecord): number {
  if (!batchContext) return Number(offset) + 1;
  return Number(batchContext.firstOffset) + batchContext.lastOffsetDelta + 1;
}

function holes(
  sent: readonly FetchedRecord[],
  firstOffset: number,
  nextOffset: number,
): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  let expected = firstOffset;
  for (const record of sent) {
    if (isEmptied(record)) continue;
    const at = Number(record.offset);
    if (at > expected) found.push({ from: expected, to: at });
    expected = at + 1;
  }
  if (nextOffset > expected) found.push({ from: expected, to: nextOffset });
  return found;
}
