import { setTimeout } from 'node:timers/promises';
import { withDeadline, type Logger } from '@intellisite/service';
import type { ConsumerStartBatchProcessEvent, EachBatchPayload } from 'kafkajs';
import { AssignmentVoidError } from './assignment-void-error.ts';
import { createAssignment, type Assignment, type Position } from './assignment.ts';
import { createBackOff } from './back-off.ts';
import type { KafkaClient } from './connection.ts';
import type { DeliveryLanes } from './delivery-lanes.ts';
import { createHeartbeatWaits } from './heartbeat-waits.ts';
import { describeKafkaError } from './kafka-error.ts';
import { toPartitionBatch, type FetchedBatch, type PartitionBatch } from './partition-batch.ts';

export interface GroupSessionOptions {
  client: KafkaClient;
  topic: string;
  groupId: string;
  sessionTimeoutMs: number;
  lanes: DeliveryLanes;
  onAssigned(partitions: number[], topicId: string | null): Promise<ReadonlyMap<number, number>>;
  onRevoked(partitions: number[]): void;
  onBatch(batch: PartitionBatch): Promise<void>;
  /** True from the moment that batches can arrive, false while they cannot. */
  onConsuming(consuming: boolean, partitions: readonly number[]): void;
  logger: Logger;
}

/** One kafkajs consumer, from connecting to its first failure. */
export interface GroupSession {
  /** Runs until the session fails, and rejects with the reason; resolves after `close`. */
  run(): Promise<void>;
  /** Ends it within a few seconds, whatever state it is in. No callback is called after it begins. */
  close(): Promise<void>;
  seek(partition: number, offset: number): void;
  commit(offsets: ReadonlyMap<number, number>): Promise<void>;
}

type PassedOver = Omit<ConsumerStartBatchProcessEvent['payload'], 'firstOffset'> & {
  /** null, against its type, where compaction took every record from the offset on that was asked for. */
  firstOffset: string | null;
};

const REBALANCE_TIMEOUT_MS = 10_000;
/** Also how long a seek can wait for a fetch that is under way; data ends the wait at once. */
const FETCH_WAIT_MS = 250;
const BYTES_PER_PARTITION = 128 * 1024;
const BYTES_PER_FETCH = 8 * 1024 * 1024;
/** How soon new partitions and moved leaders are noticed without an error that says so. */
const METADATA_AGE_MS = 30_000;
const PARTITIONS_AT_ONCE = 16;
const LEAVE_MS = 3_000;

export function createGroupSession(options: GroupSessionOptions): GroupSession {
  const { client, topic, lanes, sessionTimeoutMs, logger } = options;
  const consumer = client.kafka.consumer({
    groupId: options.groupId,
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: REBALANCE_TIMEOUT_MS,
    heartbeatInterval: Math.min(1_500, Math.floor(sessionTimeoutMs / 4)),
    maxWaitTimeInMs: FETCH_WAIT_MS,
    minBytes: 1,
    maxBytesPerPartition: BYTES_PER_PARTITION,
    maxBytes: BYTES_PER_FETCH,
    metadataMaxAge: METADATA_AGE_MS,
    allowAutoTopicCreation: false,
    // kafkajs restarts itself after some errors and not after others: here it never does.
    retry: { restartOnFailure: () => Promise.resolve(false) },
  });
  const waits = createHeartbeatWaits(Math.min(1_000, Math.floor(sessionTimeoutMs / 4)));
  let assignment: Assignment | null = null;
  let lastContact = performance.now();
  let closed = false;
  let settle: { resolve(): void; reject(error: unknown): void } | null = null;

  function fail(error: unknown): void {
    giveUp();
    settle?.reject(error);
  }

  /** The group, not kafkajs, decides what this member owns: all of it is void at every rebalance. */
  function giveUp(): void {
    const current = assignment;
    assignment = null;
    if (!current) return;
    options.onConsuming(false, []);
    if (current.partitions.length > 0) options.onRevoked([...current.partitions]);
  }

  function takeOver(partitions: number[], topicId: string | null): void {
    giveUp();
    if (closed) return;
    const current = createAssignment(partitions);
    assignment = current;
    begin(current, topicId).catch(fail);
  }

  async function begin(current: Assignment, topicId: string | null): Promise<void> {
    const starts = await startOffsets(current, topicId);
    if (!starts || assignment !== current) return;
    for (const partition of current.partitions) {
      seekKafka(partition, starts.get(partition) ?? 0);
    }
    current.begin(starts);
    options.onConsuming(true, current.partitions);
  }

  /** Asks until it is answered or the assignment is void; null then. */
  async function startOffsets(
    current: Assignment,
    topicId: string | null,
  ): Promise<ReadonlyMap<number, number> | null> {
    if (current.partitions.length === 0) return new Map();
    const backOff = createBackOff();
    while (assignment === current) {
      try {
        const starts = await options.onAssigned([...current.partitions], topicId);
        const missing = current.partitions.filter((partition) => !starts.has(partition));
        if (missing.length === 0) return starts;
        throw new Error(`no start offset for partition ${missing.join(', ')}`);
      } catch (error) {
        const delayMs = backOff.next(0);
        if (assignment !== current) return null;
        if (error instanceof AssignmentVoidError) throw error;
        logger.warn(
          { topic, partitions: current.partitions, err: error, retryInMs: Math.round(delayMs) },
          'partitions were assigned, but where to begin them is not known yet; asking again',
        );
        await setTimeout(delayMs);
      }
    }
    return null;
  }

  function seekKafka(partition: number, offset: number): void {
    consumer.seek({ topic, partition, offset: String(offset) });
  }

  async function eachBatch(payload: EachBatchPayload): Promise<void> {
    const current = assignment;
    if (!current) return;
    const heartbeat = () => payload.heartbeat();
    await waits.during(current.begun, heartbeat);
    // A fetch is not fenced: a member that was frozen learns here that the group went on without it.
    await heartbeat();
    const position = current.position(payload.batch.partition);
    if (assignment !== current || !position || payload.isStale()) return;
    const batch = acceptable(payload.batch as FetchedBatch, position);
    if (!batch) return;
    const { seeks } = position;
    await waits.during(deliver(current, position, batch), heartbeat);
    if (assignment !== current || position.seeks !== seeks) return;
    position.offset = batch.nextOffset;
    payload.resolveOffset(String(batch.nextOffset - 1));
  }

  /** The batch, unless it has to be asked for again from where this partition stands. */
  function acceptable(batch: FetchedBatch, position: Position): PartitionBatch | null {
    const asExpected = Number(batch.fetchedOffset) === position.offset;
    if (!asExpected && position.askedAgain !== position.offset) {
      position.askedAgain = position.offset;
      seekKafka(batch.partition, position.offset);
      return null;
    }
    // Asked for twice, and kafkajs fetched from elsewhere twice: the offset is out of range.
    position.askedAgain = null;
    return toPartitionBatch(batch, position.offset);
  }

  async function deliver(
    current: Assignment,
    position: Position,
    batch: PartitionBatch,
  ): Promise<void> {
    const { seeks } = position;
    try {
      await lanes.run(batch.partition, async () => {
        if (assignment === current && position.seeks === seeks) await options.onBatch(batch);
      });
    } catch (error) {
      // Nobody knows what the handler did with it: begin again with a new assignment.
      if (assignment === current) fail(error);
      throw error;
    }
  }

  /** kafkajs passes over batches of control records and aborted transactions and only says so here. */
  function onPassedOver(payload: PassedOver): void {
    const { partition, firstOffset: first, lastOffset: last } = payload;
    const current = assignment;
    const position = current?.position(partition);
    if (!current || !position) return;
    const firstOffset = Number(first ?? last);
    if (firstOffset !== position.offset) return;
    const nextOffset = Number(last) + 1;
    position.offset = nextOffset;
    const batch: PartitionBatch = {
      partition,
      records: [],
      fetchedOffset: firstOffset,
      firstOffset,
      nextOffset,
      missing: first === null ? [{ from: firstOffset, to: nextOffset }] : [],
      highWatermark: Number(payload.highWatermark),
      leaderEpoch: payload.leaderEpoch,
    };
    deliver(current, position, batch).catch(() => undefined);
  }

  function listen(): void {
    const { GROUP_JOIN, HEARTBEAT, REBALANCING, CRASH, START_BATCH_PROCESS } = consumer.events;
    consumer.on(GROUP_JOIN, ({ payload }) => {
      lastContact = performance.now();
      takeOver(payload.memberAssignment[topic] ?? [], payload.topicIds.get(topic) ?? null);
    });
    consumer.on(HEARTBEAT, () => {
      lastContact = performance.now();
    });
    consumer.on(REBALANCING, giveUp);
    consumer.on(CRASH, ({ payload }) => {
      fail(payload.error);
    });
    consumer.on(START_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize === 0) onPassedOver(payload);
    });
  }

  /** kafkajs can wait for ever, for instance while it disconnects after a crash. */
  function watch(): NodeJS.Timeout {
    const patienceMs = sessionTimeoutMs + REBALANCE_TIMEOUT_MS + 10_000;
    return setInterval(() => {
      if (performance.now() - lastContact < patienceMs) return;
      fail(new Error(`no answer from the group's coordinator for ${String(patienceMs / 1_000)} s`));
    }, 1_000);
  }

  async function consume(): Promise<void> {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
      eachBatch,
    });
  }

  return {
    async run() {
      listen();
      const watchdog = watch();
      try {
        await new Promise<void>((resolve, reject) => {
          settle = { resolve, reject };
          consume().catch(fail);
        });
      } finally {
        clearInterval(watchdog);
      }
    },
    async close() {
      closed = true;
      giveUp();
      waits.abandon(new Error('the consumer is closing'));
      await withDeadline(consumer.disconnect(), LEAVE_MS, 'leaving the consumer group').catch(
        (error: unknown) => {
          logger.debug({ reason: describeKafkaError(error) }, 'did not leave the consumer group');
        },
      );
      client.destroy();
      settle?.resolve();
    },
    seek(partition, offset) {
      const position = assignment?.position(partition);
      if (!position) return;
      position.offset = offset;
      position.seeks += 1;
      position.askedAgain = null;
      seekKafka(partition, offset);
    },
    async commit(offsets) {
      const owned = [...offsets].filter(([partition]) => assignment?.position(partition));
      if (owned.length === 0) return;
      await consumer.commitOffsets(
        owned.map(([partition, offset]) => ({ topic, partition, offset: String(offset) })),
      );
    },
  };
}
