import {
  adoptTopic,
  beginGeneration,
  openCheckpoints,
  type Checkpoint,
  type GenerationCause,
  type OffsetGap,
  type Pool,
  type TopicIdentity,
} from '@intellisite/db';
import type { PartitionOffsets, TopicInspector } from '@intellisite/kafka';
import type { Logger } from '@intellisite/service';
import { isOfAnotherTopic } from './partition-continuity.ts';

export interface TopicCheckpoints {
  /**
   * Of the partitions, made where there is none, and all of the topic that is there now, as far as
   * this can be told without its messages.
   */
  read(partitions: readonly number[], topicId: string | null): Promise<Map<number, Checkpoint>>;
  /**
   * Begins a new generation of the checkpoint's partition, because its offsets mean other messages
   * now; `startAt` null: at its oldest message. Does nothing where `mayLose` says no.
   *
   * @throws FencedError when another owner has moved the checkpoint.
   */
  beginGeneration(checkpoint: Checkpoint, next: NextGeneration): Promise<void>;
  /** Notes that the topic has the messages that the checkpoint knows. */
  adopt(checkpoint: Checkpoint, topicId: string): Promise<void>;
}

export interface NextGeneration {
  cause: GenerationCause;
  startAt: number | null;
  topicId: string | null;
}

export interface TopicCheckpointsOptions {
  topic: string;
  pool: Pool;
  inspector: Pick<TopicInspector, 'clusterId' | 'offsets'>;
  /** Asked before a new generation gives up messages that were not indexed; false: it is not begun. */
  mayLose: (partition: number, lost: OffsetGap) => boolean;
  /** Told when such a loss is in the ledger. */
  onLost: () => void;
  logger: Logger;
}

const NEWS = {
  moved: 'the topic lives in another Kafka cluster now: its messages are read from the beginning',
  recreated:
    'the topic was deleted and made again: reading it from the beginning; what was not indexed of the old one is entered in offset_gaps',
  truncated:
    'the partition lost its newest messages: going on at its end; the loss is entered in offset_gaps',
};

/** What is new of the topic, as far as that can be told without its messages. */
function newsOf(
  checkpoint: Checkpoint,
  { clusterId, topicId }: TopicIdentity,
  { low, high }: Pick<PartitionOffsets, 'low' | 'high'>,
): keyof typeof NEWS | null {
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
          high: 0,
        },
    );
  }

  async function begin(
    checkpoint: Checkpoint,
    news: keyof typeof NEWS,
    next: TopicIdentity & { startAt: number },
  ): Promise<void> {
    const { partition, nextOffset, highWatermark, clusterId, topicId } = checkpoint;
    const lost = { from: nextOffset, to: highWatermark };
    const loses = lost.from < lost.to;
    if (loses && !mayLose(partition, lost)) return;
    logger.error({ partition, before: { clusterId, topicId, nextOffset }, next }, NEWS[news]);
    const cause = news === 'moved' ? 'recreated' : news;
    await beginGeneration(pool, topic, checkpoint, { cause, ...next });
    if (loses) onLost();
  }

  return {
    async read(partitions, topicId) {
      const identity = { clusterId: await inspector.clusterId(), topicId };
      const offsets = await offsetsOf(partitions);
      const oldest = new Map(offsets.map(({ partition, low }) => [partition, low]));
      const checkpoints = await openCheckpoints(pool, topic, identity, oldest);
      let isMoved = false;
      for (const { partition, low, high } of offsets) {
        const checkpoint = checkpoints.get(partition);
        const news = checkpoint ? newsOf(checkpoint, identity, { low, high }) : null;
        if (!checkpoint || !news) continue;
        isMoved = true;
        await begin(checkpoint, news, { ...identity, startAt: low });
      }
      if (!isMoved) return checkpoints;
      return await openCheckpoints(pool, topic, identity, oldest);
    },
    async beginGeneration(checkpoint, { cause, startAt, topicId }) {
      const clusterId = await inspector.clusterId();
      const [offsets] = await offsetsOf([checkpoint.partition]);
      const next = { clusterId, topicId, startAt: startAt ?? offsets?.low ?? 0 };
      await begin(checkpoint, cause, next);
    },
    async adopt(checkpoint, topicId) {
      await adoptTopic(pool, topic, checkpoint, topicId);
    },
  };
}
