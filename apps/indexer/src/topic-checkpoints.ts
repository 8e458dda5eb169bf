import {
  beginGeneration,
  openCheckpoints,
  type Checkpoint,
  type GenerationCause,
  type Pool,
} from '@intellisite/db';
import type { TopicInspector } from '@intellisite/kafka';
import type { Logger } from '@intellisite/service';

export interface TopicCheckpoints {
  /** Of the partitions, made where there is none, and all of the Kafka cluster that is there now. */
  read(partitions: readonly number[]): Promise<Map<number, Checkpoint>>;
  /**
   * Begins a new generation of the checkpoint's partition, because its offsets mean other messages
   * now; `startAt` null: at its oldest message.
   *
   * @throws FencedError when another owner has moved the checkpoint.
   */
  beginGeneration(
    checkpoint: Checkpoint,
    next: { cause: GenerationCause; startAt: number | null },
  ): Promise<void>;
}

export interface TopicCheckpointsOptions {
  topic: string;
  pool: Pool;
  inspector: Pick<TopicInspector, 'clusterId' | 'offsets'>;
  logger: Logger;
}

/** What Postgres remembers of a topic, brought together with what Kafka says of it. */
export function createTopicCheckpoints({
  topic,
  pool,
  inspector,
  logger,
}: TopicCheckpointsOptions): TopicCheckpoints {
  async function oldestOffsets(partitions: readonly number[]): Promise<Map<number, number>> {
    const offsets = await inspector.offsets(topic);
    const low = new Map(offsets.map(({ partition, low: lowest }) => [partition, lowest]));
    return new Map(partitions.map((partition) => [partition, low.get(partition) ?? 0]));
  }

  return {
    async read(partitions) {
      const clusterId = await inspector.clusterId();
      const oldest = await oldestOffsets(partitions);
      const checkpoints = await openCheckpoints(pool, topic, clusterId, oldest);
      const foreign = [...checkpoints.values()].filter((found) => found.clusterId !== clusterId);
      if (foreign.length === 0) return checkpoints;
      for (const checkpoint of foreign) {
        logger.warn(
          { partition: checkpoint.partition, before: checkpoint.clusterId, now: clusterId },
          'the topic lives in another Kafka cluster now: its messages are read from the beginning',
        );
        const startAt = oldest.get(checkpoint.partition) ?? 0;
        await beginGeneration(pool, topic, checkpoint, { cause: 'recreated', clusterId, startAt });
      }
      return await openCheckpoints(pool, topic, clusterId, oldest);
    },
    async beginGeneration(checkpoint, { cause, startAt }) {
      const { partition, nextOffset } = checkpoint;
      const clusterId = await inspector.clusterId();
      const oldest = (await oldestOffsets([partition])).get(partition) ?? 0;
      const next = { cause, clusterId, startAt: startAt ?? oldest };
      logger.error(
        { partition, checkpoint: nextOffset, ...next },
        cause === 'recreated'
          ? 'the topic was deleted and made again: reading it from the beginning; what was not indexed of the old one is entered in offset_gaps'
          : 'the partition lost its newest messages: going on at its end; the loss is entered in offset_gaps',
      );
      await beginGeneration(pool, topic, checkpoint, next);
    },
  };
}
