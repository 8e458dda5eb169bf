import type { Checkpoint, OffsetGap, PartitionAdvance } from '@intellisite/db';
import { leaderEpochOf, type KafkaRecord, type PartitionBatch } from '@intellisite/kafka';
import { digestOf } from './record-digest.ts';

/** A partition that this indexer owns, from assignment to revocation or recovery. */
export interface OwnedPartition {
  readonly partition: number;
  checkpoint: Checkpoint;
  /** Of the topic as it is now; null: not known. */
  readonly topicId: string | null;
  /** Where the next batch from Kafka has to begin; ahead of the checkpoint by what is in memory. */
  expectedOffset: number;
  /** The newest that the partition had when what is before `expectedOffset` was read; null: not known. */
  leaderEpoch: number | null;
  /** Of which leader Kafka was asked last, and where, because no batch was left to read; null: of none. */
  askedAbout: { leaderEpoch: number; offset: number } | null;
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
  /** The partition ends below the checkpoint: look at both again, which tells where it lost its tail. */
  | { kind: 'restart' }
  /** The offsets mean other messages now. */
  | { kind: 'new-generation'; next: NewContent };

/** What the offsets mean now. */
export type NewContent =
  /** Another topic: all of it is new. */
  | { cause: 'recreated' }
  /**
   * The same topic, which lost its tail at an offset that nothing tells: what leaders after this epoch wrote is new,
   * and of what is before it nobody knows how much. null, or an epoch that Kafka cannot place: only what comes after
   * `end` is known to be new.
   */
  | { cause: 'truncated'; lastKnownEpoch: number | null; end: number };

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
    leaderEpoch: isOfSameTopic(checkpoint, topicId) ? checkpoint.leaderEpoch : null,
    askedAbout: null,
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

/** Whether the checkpoint is of this very topic: its offsets are, whatever became of its records. */
export function isOfSameTopic(checkpoint: Checkpoint, topicId: string | null): boolean {
  return topicId !== null && checkpoint.topicId === topicId;
}

/** Remembers what a transaction has moved; one that began elsewhere was of an earlier ownership. */
export function advanceCheckpoint(owned: OwnedPartition, advance: PartitionAdvance): void {
  const { checkpoint } = owned;
  if (checkpoint.nextOffset !== advance.expectedOffset) return;
  owned.checkpoint = {
    ...checkpoint,
    nextOffset: advance.nextOffset,
    highWatermark: advance.highWatermark,
    leaderEpoch: advance.leaderEpoch,
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
    if (last && seen && !digestOf(seen).equals(last.digest)) {
      return { kind: 'new-generation', next: replaced(owned, batch, seen) };
    }
    // With the record expired, the topic's identity is all there is.
    if (!(last && seen) && isOfAnotherTopic(checkpoint, owned.topicId)) {
      return { kind: 'new-generation', next: { cause: 'recreated' } };
    }
  }
  const begins = owned.verified ? expectedOffset : startOffset(checkpoint);
  if (batch.firstOffset < begins) {
    // Only an answer to what was asked for says something about the partition.
    const asked = batch.fetchedOffset >= begins;
    return asked ? restartedBelow(owned, batch) : { kind: 'seek', offset: begins };
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

/** Another record stands where the newest indexed one stood. */
function replaced(
  { checkpoint, topicId }: OwnedPartition,
  batch: PartitionBatch,
  seen: KafkaRecord,
): NewContent {
  if (!isOfSameTopic(checkpoint, topicId)) return { cause: 'recreated' };
  const epochNow = leaderEpochOf(seen);
  return {
    cause: 'truncated',
    // The leader that wrote the record of now came after the loss, so all that it wrote is new.
    lastKnownEpoch: checkpoint.leaderEpoch ?? (epochNow === null ? null : epochNow - 1),
    end: batch.highWatermark,
  };
}

/**
 * The partition ends below the checkpoint. Where Kafka does not tell whether it is the same topic, the record that
 * it began with does.
 */
function restartedBelow(
  { checkpoint, topicId }: OwnedPartition,
  batch: PartitionBatch,
): Continuity {
  if (isOfSameTopic(checkpoint, topicId)) return { kind: 'restart' };
  const { first } = checkpoint;
  const same =
    first !== null &&
    (batch.firstOffset > first.offset ||
      batch.records.some(
        (record) => Number(record.offset) === first.offset && digestOf(record).equals(first.digest),
      ));
  return {
    kind: 'new-generation',
    next: same
      ? { cause: 'truncated', lastKnownEpoch: null, end: batch.highWatermark }
      : { cause: 'recreated' },
  };
}
