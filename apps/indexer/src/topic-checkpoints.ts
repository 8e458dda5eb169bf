import {
  adoptTopic,
  beginGeneration,
  openCheckpoints,
  type Checkpoint,
  type NewGeneration,
  type OffsetGap,
  type Pool,
  type TopicIdentity,
} from '@intellisite/db';
import {
  AssignmentVoidError,
  type PartitionOffsets,
  type TopicInspector,
} from '@intellisite/kafka';
import type { Logger } from '@intellisite/service';
import {
  isOfAnotherTopic,
  isOfSameTopic,
  type NewContent,
  type OwnedPartition,
} from './partition-continuity.ts';

export interface TopicCheckpoints {
  /**
   * Of the partitions, made where there is none, and all of the topic that is there now, as far as
   * this can be told without its messages.
   */
  read(partitions: readonly number[], topicId: string | null): Promise<Map<number, Checkpoint>>;
  /**
   * Begins a new generation of the checkpoint's partition, because its offsets mean other messages
   * now. Does nothing where `mayLose` says no.
   *
   * @throws FencedError when another owner has moved the checkpoint.
   */
  beginGeneration(
    checkpoint: Checkpoint,
    next: NewContent & Pick<TopicIdentity, 'topicId'>,
  ): Promise<void>;
  /**
   * For the first batch after an assignment, which goes on where the checkpoint stands: notes, where the checkpoint
   * does not say so yet, that its messages are of the topic of now, with leaders up to the batch's.
   */
  adopt(owned: OwnedPartition, leaderEpoch: number | null): Promise<void>;
  /**
   * Whether the partition lost messages that were read: a leader that came since, up to this epoch, began below the
   * expected offset. Asks Kafka only where there is a later leader. False where Kafka cannot tell.
   */
  hasLostTail(owned: OwnedPartition, newestEpoch: number | null): Promise<boolean>;
  /**
   * The same where all is read: a tail that was lost, and filled again up to the very offset that is expected, brings
   * no batch that would tell. Asks Kafka about each later leader once.
   */
  hasLostReadTail(owned: OwnedPartition, end: PartitionOffsets): Promise<boolean>;
}

export interface TopicCheckpointsOptions {
  topic: string;
  pool: Pool;
  inspector: Pick<TopicInspector, 'clusterId' | 'offsets' | 'endOfLeaderEpoch' | 'topicId'>;
  /** Asked before a new generation gives up messages that were not indexed; false: it is not begun. */
  mayLose: (partition: number, lost: readonly OffsetGap[]) => boolean;
  /** Told of each range of such a loss when it is in the ledger. */
  onLost: () => void;
  logger: Logger;
}

const NEWS = {
  moved: 'the topic lives in another Kafka cluster now: its messages are read from the beginning',
  recreated:
    'the topic was deleted and made again: reading it from the beginning; what was not indexed of the old one is entered in offset_gaps',
  truncated:
    'the partition lost its newest messages: going on behind what is left of it; what was not indexed, or may not have been, is entered in offset_gaps',
};

/** What is new of the topic, as far as that can be told without its messages. */
function newsOf(
  checkpoint: Checkpoint,
  { clusterId, topicId }: TopicIdentity,
  { low, high }: Pick<PartitionOffsets, 'low' | 'high'>,
): 'moved' | 'recreated' | null {
  if (checkpoint.clusterId !== clusterId) return 'moved';
  const { last } = checkpoint;
  const canBeCompared = last !== null && low <= last.offset && last.offset < high;
  return !canBeCompared && isOfAnotherTopic(checkpoint, topicId) ? 'recreated' : null;
}

/** What Postgres remembers of a topic, brought together with what Kafka says of it. */
export function createTopicCheckpoints({
  topic,
  pool,
  inspector,
  mayLose,
  onLost,
  logger,
}: TopicCheckpointsOptions): TopicCheckpoints {
  async function offsetsOf(partitions: readonly number[]): Promise<PartitionOffsets[]> {
    const known = await inspector.offsets(topic);
    return partitions.map(
      (wanted) =>
        known.find(({ partition }) => partition === wanted) ?? {
          partition: wanted,
          low: 0,
          // Not listed: nothing is known of its end, least of all that it lies below a checkpoint.
          high: Number.POSITIVE_INFINITY,
          leaderEpoch: null,
        },
    );
  }

  async function begin(
    checkpoint: Checkpoint,
    news: keyof typeof NEWS,
    next: Omit<NewGeneration, 'cause'>,
  ): Promise<void> {
    const { partition, nextOffset, highWatermark, clusterId, topicId } = checkpoint;
    const lost = [{ from: nextOffset, to: highWatermark }, next.unclear].filter(
      (range): range is OffsetGap => range !== null && range.from < range.to,
    );
    if (lost.length > 0 && !mayLose(partition, lost)) return;
    logger.error({ partition, before: { clusterId, topicId, nextOffset }, next }, NEWS[news]);
    const cause = news === 'moved' ? 'recreated' : news;
    await beginGeneration(pool, topic, checkpoint, { cause, ...next });
    lost.forEach(onLost);
  }

  /** The first offset that a later leader wrote, or the partition's end; null: Kafka cannot tell. */
  async function endOf(partition: number, leaderEpoch: number | null): Promise<number | null> {
    if (leaderEpoch === null) return null;
    return await inspector.endOfLeaderEpoch(topic, partition, leaderEpoch);
  }

  /** Where to begin because the partition lost its tail; null where it has all that was indexed. */
  async function afterLostTail(
    { partition, leaderEpoch, nextOffset }: Checkpoint,
    { low, high }: PartitionOffsets,
  ): Promise<Pick<NewGeneration, 'startAt' | 'leaderEpoch' | 'unclear'> | null> {
    const end = await endOf(partition, leaderEpoch);
    if ((end ?? high) >= nextOffset) return null;
    return end === null
      ? { startAt: high, leaderEpoch: null, unclear: { from: low, to: high } }
      : { startAt: end, leaderEpoch, unclear: null };
  }

  /**
   * Asked after Kafka has told what it has: where the topic was made again meanwhile, that was of the new one, which
   * comes with an assignment of its own.
   */
  async function requireSameTopic(partition: number, topicId: string | null): Promise<void> {
    if (topicId === null || (await inspector.topicId(topic, partition)) === topicId) return;
    throw new AssignmentVoidError(`the topic ${topic} was made again since it was assigned`);
  }

  async function hasLostTail(
    { partition, leaderEpoch, expectedOffset }: OwnedPartition,
    newestEpoch: number | null,
  ): Promise<boolean> {
    if (leaderEpoch === null || newestEpoch === null || newestEpoch <= leaderEpoch) return false;
    const end = await endOf(partition, leaderEpoch);
    return end !== null && end < expectedOffset;
  }

  return {
    async read(partitions, topicId) {
      const identity = { clusterId: await inspector.clusterId(), topicId };
      const offsets = await offsetsOf(partitions);
      const oldest = new Map(offsets.map(({ partition, low }) => [partition, low]));
      const checkpoints = await openCheckpoints(pool, topic, identity, oldest);
      let isMoved = false;
      for (const ends of offsets) {
        const checkpoint = checkpoints.get(ends.partition);
        if (!checkpoint) continue;
        const news = newsOf(checkpoint, identity, ends);
        const lost =
          news === null && isOfSameTopic(checkpoint, topicId)
            ? await afterLostTail(checkpoint, ends)
            : null;
        if (news === null && lost === null) continue;
        await requireSameTopic(ends.partition, topicId);
        isMoved = true;
        const anew = { startAt: ends.low, leaderEpoch: null, unclear: null };
        await begin(checkpoint, news ?? 'truncated', { ...identity, ...(lost ?? anew) });
      }
      if (!isMoved) return checkpoints;
      return await openCheckpoints(pool, topic, identity, oldest);
    },
    async beginGeneration(checkpoint, next) {
      const identity = { clusterId: await inspector.clusterId(), topicId: next.topicId };
      const { partition } = checkpoint;
      const [{ low } = { low: 0 }] = await offsetsOf([partition]);
      if (next.cause === 'recreated') {
        const anew = { startAt: low, leaderEpoch: null, unclear: null };
        await begin(checkpoint, next.cause, { ...identity, ...anew });
        return;
      }
      const startAt = (await endOf(partition, next.lastKnownEpoch)) ?? next.end;
      const unclear = { from: low, to: startAt };
      await begin(checkpoint, next.cause, { ...identity, startAt, leaderEpoch: null, unclear });
    },
    async adopt(owned, leaderEpoch) {
      const { checkpoint, topicId } = owned;
      if (topicId === null) return;
      if (topicId === checkpoint.topicId && owned.leaderEpoch !== null) return;
      await adoptTopic(pool, topic, checkpoint, { topicId, leaderEpoch });
      owned.checkpoint = { ...owned.checkpoint, topicId, leaderEpoch };
    },
    hasLostTail,
    async hasLostReadTail(owned, { high: offset, leaderEpoch }) {
      if (leaderEpoch === null || owned.expectedOffset !== offset) return false;
      const asked = owned.askedAbout;
      if (asked?.leaderEpoch === leaderEpoch && asked.offset === offset) return false;
      const lost = await hasLostTail(owned, leaderEpoch);
      owned.askedAbout = { leaderEpoch, offset };
      return lost;
    },
  };
}
