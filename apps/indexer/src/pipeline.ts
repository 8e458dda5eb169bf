import {
  FencedError,
  readActiveRules,
  RulesChangedError,
  type ActiveRules,
  type IngestWriter,
  type Pool,
  type Prisma,
} from '@intellisite/db';
import type { PartitionBatch, PartitionOffsets, TopicInspector } from '@intellisite/kafka';
import type { Logger } from '@intellisite/service';
import { createBatchBuilder, type BatchBuilder } from './batch-builder.ts';
import { createDoubleBuffer } from './double-buffer.ts';
import {
  advanceCheckpoint,
  checkContinuity,
  ownPartition,
  startOffset,
  type Continuity,
  type OwnedPartition,
} from './partition-continuity.ts';
import { createRecovery, type Starts } from './recovery.ts';
import { createRefusedMessages } from './refused-messages.ts';
import { createSeriesCache } from './series-cache.ts';
import { createTopicCheckpoints } from './topic-checkpoints.ts';
import { describeWritten, type Written } from './written.ts';

export interface PipelineOptions {
  topic: string;
  /** A gap that stays: enter it in the ledger and go on, or stop for a person to decide. */
  onOffsetGap: 'continue' | 'stop';
  /** Most messages in one transaction. */
  batchSize: number;
  pool: Pool;
  prisma: Prisma;
  writer: IngestWriter;
  inspector: Pick<TopicInspector, 'clusterId' | 'offsets' | 'endOfLeaderEpoch' | 'topicId'>;
  /** Makes the consumer go on at an offset. */
  seek: (partition: number, offset: number) => void;
  /** Told what comes next of each partition, by partition, whenever the checkpoints were read. */
  onBegin: (nextOffsets: ReadonlyMap<number, number>) => void;
  onWritten: (written: Written) => void;
  onFenced: () => void;
  /** Told of each range that entered the ledger with a new generation, beside those of `onWritten`. */
  onLost: () => void;
  logger: Logger;
  /** Aborts when the process stops: ends every wait. */
  signal: AbortSignal;
}

export interface PipelineState {
  owned: number[];
  /** Why nothing is indexed until a person acts; null when all is well. */
  haltedBy: string | null;
  /** Of the transaction that failed last; null after one that succeeded. */
  lastError: string | null;
}

export interface Pipeline {
  /** Takes over the partitions of this topic, all that this member owns; answers where to begin each. */
  onAssigned(partitions: number[], topicId: string | null): Promise<Starts>;
  onRevoked(partitions: number[]): void;
  /** Resolves when the batch is in memory: later when memory is full. */
  onBatch(batch: PartitionBatch): Promise<void>;
  /** Told now and then where each partition ends. Rejects when Kafka does not answer what that makes it ask. */
  onEnds(ends: readonly PartitionOffsets[]): Promise<void>;
  /** Waits for the transaction under way; what is only in memory is dropped, Kafka still has it. */
  stop(): Promise<void>;
  state(): PipelineState;
}

/**
 * From Kafka's batches to committed transactions. Whatever goes wrong ends in the same place: forget
 * everything in memory, read the checkpoints, seek there.
 */
export function createPipeline(options: PipelineOptions): Pipeline {
  const { topic, prisma, writer, logger, signal } = options;
  const checkpoints = createTopicCheckpoints({
    ...options,
    mayLose(partition, lost) {
      if (options.onOffsetGap === 'stop') halt(partition, lost);
      return options.onOffsetGap === 'continue';
    },
  });
  const cache = createSeriesCache();
  const refused = createRefusedMessages(options.batchSize);
  const buffer = createDoubleBuffer({ write, onFailed, signal });
  const recovery = createRecovery({ ...options, restart: restartAtCheckpoints });
  /** What the group has given to this member; `owned` follows when the checkpoints are read. */
  let assigned: readonly number[] = [];
  /** Of that assignment. */
  let topicId: string | null = null;
  /** Replaced by every recovery: who waited across one finds that its batch is void. */
  let owned = new Map<number, OwnedPartition>();
  let haltedBy: string | null = null;

  function newBuilder(rules: ActiveRules): BatchBuilder {
    return createBatchBuilder({
      capacity: options.batchSize,
      limit: () => refused.batchSize,
      cache,
      rules,
      refused: (partition, offset) => refused.find(partition, offset),
    });
  }

  /** Forgets what is in memory and begins again at the checkpoints of the partitions assigned by now. */
  async function restartAtCheckpoints(): Promise<Starts> {
    forget();
    await buffer.idle();
    cache.clear();
    const current = topicId;
    const read = await checkpoints.read(assigned, current);
    const rules = await readActiveRules(prisma);
    owned = new Map(
      [...read].map(([partition, checkpoint]) => [partition, ownPartition(checkpoint, current)]),
    );
    buffer.open(newBuilder(rules), newBuilder(rules));
    options.onBegin(
      new Map([...read].map(([partition, { nextOffset }]) => [partition, nextOffset])),
    );
    return new Map(
      [...read].map(([partition, checkpoint]) => [partition, startOffset(checkpoint)]),
    );
  }

  function forget(): void {
    owned = new Map();
    buffer.drop();
  }

  async function write(builder: BatchBuilder): Promise<void> {
    const begun = performance.now();
    const batch = builder.build(topic);
    const result = await writer.write(batch);
    builder.unresolved.forEach((entry, index) => {
      entry.id = result.seriesIds[index] ?? null;
    });
    for (const advance of batch.advances) {
      const partition = owned.get(advance.partition);
      if (partition) advanceCheckpoint(partition, advance);
    }
    refused.succeeded();
    recovery.succeeded();
    const seconds = (performance.now() - begun) / 1_000;
    options.onWritten(describeWritten(batch, builder.newestRecord, seconds));
  }

  function onFailed(error: unknown, builder: BatchBuilder): void {
    forget();
    const pause = report(error, builder);
    // Not awaited: a restart that waits for this transaction must not wait for the next restart.
    void recovery.recover({ pause });
  }

  /** Says what happened; answers whether a pause before the next try makes sense. */
  function report(error: unknown, builder: BatchBuilder): boolean {
    if (error instanceof FencedError) {
      options.onFenced();
      logger.info({ partitions: error.partitions }, `nothing written: ${error.message}`);
      return false;
    }
    if (error instanceof RulesChangedError) {
      logger.info('the rules changed: matching again');
      return false;
    }
    recovery.failed(error instanceof Error ? error.message : String(error));
    logger.warn(
      { err: error, messages: builder.messages },
      'a transaction failed; reading the checkpoints and going on from there',
    );
    const { messages, firstMessage: first } = builder;
    return !refused.failed(error, { messages, first });
  }

  function halt(partition: number, gaps: readonly { from: number; to: number }[]): void {
    haltedBy = `partition ${String(partition)} lacks offsets ${gaps.map(({ from, to }) => `${String(from)} to ${String(to - 1)}`).join(', ')}; set ON_OFFSET_GAP=continue to record the gap and go on`;
    logger.error({ partition, gaps }, `indexing has stopped: ${haltedBy}`);
  }

  async function take(
    partition: OwnedPartition,
    batch: PartitionBatch,
    verdict: Extract<Continuity, { kind: 'accept' }>,
  ): Promise<void> {
    if (!partition.verified) {
      partition.verified = true;
      await checkpoints.adopt(partition, batch.leaderEpoch);
    }
    partition.leaderEpoch = batch.leaderEpoch;
    partition.rereadAt = null;
    if (verdict.gaps.length > 0) {
      logger.error(
        { partition: partition.partition, gaps: verdict.gaps },
        'Kafka no longer has these messages; entering them in offset_gaps and going on',
      );
    }
    let { gaps } = verdict;
    let index = batch.records.findIndex(({ offset }) => Number(offset) >= verdict.from);
    if (index === -1) index = batch.records.length;
    while (index < batch.records.length || batch.nextOffset > partition.expectedOffset) {
      while (buffer.filling?.isFull === true) {
        buffer.pump();
        await buffer.change();
      }
      const { filling } = buffer;
      // A recovery or a rebalance in the meantime: these messages come again.
      if (!filling || owned.get(partition.partition) !== partition) return;
      index = filling.add(partition, batch, index, gaps);
      const next = batch.records[index];
      partition.expectedOffset = next ? Number(next.offset) : batch.nextOffset;
      gaps = [];
      buffer.pump();
    }
  }

  return {
    async onAssigned(partitions, ofTopic) {
      assigned = partitions;
      topicId = ofTopic;
      forget();
      return await recovery.restart();
    },
    onRevoked(partitions) {
      assigned = assigned.filter((partition) => !partitions.includes(partition));
      // What is in memory is mixed: drop it all. An assignment follows and begins at the checkpoints.
      if (partitions.some((partition) => owned.has(partition))) forget();
    },
    async onBatch(batch) {
      await recovery.settled();
      if (haltedBy !== null) await untilAborted(signal);
      const partition = owned.get(batch.partition);
      if (!partition || signal.aborted) return;
      const verdict = checkContinuity(partition, batch);
      switch (verdict.kind) {
        case 'accept':
          // What a new leader sends would follow records that are lost then.
          if (await checkpoints.hasLostTail(partition, batch.leaderEpoch)) {
            await recovery.recover({ pause: false });
            return;
          }
          if (verdict.gaps.length > 0 && options.onOffsetGap === 'stop') {
            halt(batch.partition, verdict.gaps);
            return;
          }
          await take(partition, batch, verdict);
          return;
        case 'seek':
          partition.rereadAt = partition.expectedOffset;
          options.seek(batch.partition, verdict.offset);
          return;
        case 'restart':
          await recovery.recover({ pause: true });
          return;
        case 'new-generation':
          // What is being written is still of the old messages.
          await buffer.idle();
          await checkpoints.beginGeneration(partition.checkpoint, {
            ...verdict.next,
            topicId: partition.topicId,
          });
          if (haltedBy !== null) return;
          await recovery.recover({ pause: false });
      }
    },
    async onEnds(ends) {
      if (haltedBy !== null) return;
      for (const end of ends) {
        const partition = owned.get(end.partition);
        if (!partition || !(await checkpoints.hasLostReadTail(partition, end))) continue;
        // A recovery or a rebalance in the meantime has asked the same.
        if (owned.get(end.partition) !== partition) continue;
        // Not awaited: a recovery lasts as long as what it needs is away. It looks at all partitions.
        void recovery.recover({ pause: false });
        return;
      }
    },
    async stop() {
      await buffer.idle();
      buffer.drop();
    },
    state: () => ({
      owned: [...owned.keys()],
      haltedBy,
      lastError: recovery.lastError,
    }),
  };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}
