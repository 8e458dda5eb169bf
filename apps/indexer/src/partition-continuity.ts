import type { Checkpoint, GenerationCause, OffsetGap, PartitionAdvance } from '@intellisite/db';
import type { PartitionBatch } from '@intellisite/kafka';
import { digestOf } from './record-digest.ts';

/** A partition that this indexer owns, from assignment to revocation or recovery. */
export interface OwnedPartition {
  readonly partition: number;
  checkpoint: Checkpoint;
  /** Of the topic as it is now; null: not known. */
  readonly topicId: string | null;
  /** Where the next batch from Kafka has to begin; ahead of the checkpoint by what is in memory. */
  expectedOffset: number;
  /** False until the first batch has shown that the checkpoint is of these messages. */
  verified: boolean;
  /** The offset that was asked for a second time because a batch began above it. */
  rereadAt: number | null;
}

/** What to do with a batch. */
export type Continuity =
  /** Index the records from `from` on; `gaps` were asked for twice and are lost. */
  | { kind: 'accept'; from: number; gaps: OffsetGap[] }
  /** Ask again from this offset; the batch is dropped. */
  | { kind: 'seek'; offset: number }
  /** The offsets mean other messages now. */
  | {
      kind: 'new-generation';
      cause: GenerationCause;
      /** null: at its beginning */ startAt: number | null;
    };

/** Where to begin reading: at the newest indexed record, to see that it is still the same. */
export function startOffset({ last, nextOffset }: Checkpoint): number {
  return last?.offset ?? nextOffset;
}

export function ownPartition(checkpoint: Checkpoint, topicId: string | null): OwnedPartition {
  return {
    partition: checkpoint.partition,
    checkpoint,
    topicId,
    expectedOffset: checkpoint.nextOffset,
    verified: false,
    rereadAt: null,
  };
}

/**
 * Whether the checkpoint is of a topic that was there before this one. Its messages may still be the
 * same, restored at the same offsets from a copy: where they can be compared, that decides.
 */
export function isOfAnotherTopic(checkpoint: Checkpoint, topicId: string | null): boolean {
  return checkpoint.topicId !== null && topicId !== null && checkpoint.topicId !== topicId;
}

/** Remembers what a transaction has moved; one that began elsewhere was of an earlier ownership. */
export function advanceCheckpoint(owned: OwnedPartition, advance: PartitionAdvance): void {
  const { checkpoint } = owned;
  if (checkpoint.nextOffset !== advance.expectedOffset) return;
  owned.checkpoint = {
    ...checkpoint,
    nextOffset: advance.nextOffset,
    highWatermark: advance.highWatermark,
    first: checkpoint.first ?? advance.first,
    last: advance.last ?? checkpoint.last,
  };
}

/**
 * Compares a batch with what the checkpoint remembers.
 *
 * Kafka's client resets silently when an offset is out of range, and a topic can be deleted and made
 * again under the same name: without this, messages would be skipped or taken for others.
 */
export function checkContinuity(owned: OwnedPartition, batch: PartitionBatch): Continuity {
  const { checkpoint, expectedOffset } = owned;
  if (!owned.verified) {
    const { last } = checkpoint;
    const seen = batch.records.find(({ offset }) => Number(offset) === last?.offset);
    const isAnother =
      last && seen
        ? !digestOf(seen).equals(last.digest)
        : // With the record expired, the topic's identity is all there is.
          isOfAnotherTopic(checkpoint, owned.topicId);
    if (isAnother) return { kind: 'new-generation', cause: 'recreated', startAt: null };
  }
  const begins = owned.verified ? expectedOffset : startOffset(checkpoint);
  if (batch.firstOffset < begins) {
    // Only an answer to what was asked for says something about the partition.
    const asked = batch.fetchedOffset >= begins;
    return asked ? restartedBelow(checkpoint, batch) : { kind: 'seek', offset: begins };
  }
  if (batch.firstOffset > expectedOffset) {
    // A gap is one only if these offsets were asked for, and asked for twice.
    const asked = batch.fetchedOffset <= expectedOffset;
    if (!asked || owned.rereadAt !== expectedOffset) {
      return { kind: 'seek', offset: expectedOffset };
    }
    return {
      kind: 'accept',
      from: batch.firstOffset,
      gaps: [{ from: expectedOffset, to: batch.firstOffset }, ...batch.missing],
    };
  }
  return {
    kind: 'accept',
    from: expectedOffset,
    gaps: batch.missing.filter(({ from }) => from >= expectedOffset),
  };
}

/**
 * The partition ends below the checkpoint. If it still begins with the record that it began with, it
 * lost its tail (those messages are indexed): go on at its end. Otherwise it is another topic.
 */
function restartedBelow({ first }: Checkpoint, batch: PartitionBatch): Continuity {
  const same =
    first !== null &&
    (batch.firstOffset > first.offset ||
      batch.records.some(
        (record) => Number(record.offset) === first.offset && digestOf(record).equals(first.digest),
      ));
  return same
    ? { kind: 'new-generation', cause: 'truncated', startAt: batch.highWatermark }
    : { kind: 'new-generation', cause: 'recreated', startAt: null };
}
