import { setTimeout } from 'node:timers/promises';
import { withDeadline, type Logger } from '@intellisite/service';
import { createBackOff } from './back-off.ts';
import type { KafkaConnection } from './connection.ts';
import { createDeliveryLanes } from './delivery-lanes.ts';
import { createGroupSession, type GroupSession } from './group-session.ts';
import { describeKafkaError, protocolErrorType } from './kafka-error.ts';
import type { PartitionBatch } from './partition-batch.ts';

export interface PartitionConsumerOptions {
  kafka: KafkaConnection;
  topic: string;
  groupId: string;
  /** After how many ms without a sign of life the group gives this member's partitions away. */
  sessionTimeoutMs?: number;
  logger: Logger;
  /**
   * Called for each assignment before any batch of it: where to start each partition. Asked again
   * with back-off while it throws, until it answers or the assignment is void; at an
   * AssignmentVoidError, the partitions are assigned anew instead. `topicId` tells the
   * topic from every other one that has, or had, its name; null where the broker is too old to tell.
   * All that comes is of this one: when the topic is made again, it is assigned anew.
   */
  onAssigned: (
    partitions: number[],
    topicId: string | null,
  ) => Promise<ReadonlyMap<number, number>>;
  /** Partitions that this member no longer owns: at every rebalance, failure and stop. Must not throw. */
  onRevoked: (partitions: number[]) => void;
  /**
   * Every batch, in order for a partition; batches of several partitions may be in flight at once.
   * The partition's next batch waits for the promise, and so does the next fetch from the same
   * broker; the member stays in its group meanwhile. When it throws, the consumer starts over:
   * onRevoked, a pause, onAssigned.
   */
  onBatch: (batch: PartitionBatch) => Promise<void>;
}

export interface PartitionConsumerState {
  status: 'connecting' | 'consuming' | 'stopped';
  assigned: number[];
  /** When the status last changed. */
  since: Date;
  /** Why it is connecting; null while consuming. */
  lastError: string | null;
}

/** A member of a consumer group whose offsets are decided by the caller. Commits nothing by itself. */
export interface PartitionConsumer {
  start(): void;
  /** Leaves the group, within 5 s. No callback is called afterwards. */
  stop(): Promise<void>;
  /** Goes on at `offset`; batches that were fetched before are dropped. Not owned: no effect. */
  seek(partition: number, offset: number): void;
  /** Commits offsets as a hint for lag tools: best effort within 2 s, never throws. */
  commitHints(offsets: ReadonlyMap<number, number>): Promise<void>;
  state(): PartitionConsumerState;
}

const SESSION_TIMEOUT_MS = 6_000;
const COMMIT_MS = 2_000;
/** What a broker answers in its first seconds: nobody has to be warned of it. */
const STARTING_BROKER = new Set(['GROUP_LOAD_IN_PROGRESS', 'GROUP_COORDINATOR_NOT_AVAILABLE']);

/** So long after its start nobody has to be warned of anything: service and broker may have been started together. */
const STARTING_MS = 5_000;

/** Runs until `stop`, through every failure: after each one it connects anew, with back-off. */
export function createPartitionConsumer(options: PartitionConsumerOptions): PartitionConsumer {
  const { kafka, topic, groupId, logger } = options;
  const lanes = createDeliveryLanes();
  const stopping = new AbortController();
  const state: PartitionConsumerState = {
    status: 'stopped',
    assigned: [],
    since: new Date(),
    lastError: null,
  };
  let session: GroupSession | null = null;
  let running: Promise<void> = Promise.resolve();
  /** How long the current session consumed, in ms. */
  let healthyMs = 0;
  let startedAt = 0;
  let said: string | null = null;

  function change(status: PartitionConsumerState['status'], assigned: readonly number[]): void {
    if (state.status !== status) state.since = new Date();
    state.status = status;
    state.assigned = [...assigned];
  }

  function openSession(): GroupSession {
    return createGroupSession({
      client: kafka.openClient(),
      topic,
      groupId,
      sessionTimeoutMs: options.sessionTimeoutMs ?? SESSION_TIMEOUT_MS,
      lanes,
      onAssigned: options.onAssigned,
      onRevoked(partitions) {
        try {
          options.onRevoked(partitions);
        } catch (error) {
          logger.error(
            { err: error, topic, partitions },
            'the handler of revoked partitions failed',
          );
        }
      },
      onBatch: options.onBatch,
      onConsuming(consuming, partitions) {
        if (state.status === 'consuming') healthyMs = Date.now() - state.since.getTime();
        change(consuming ? 'consuming' : 'connecting', partitions);
        if (!consuming) return;
        state.lastError = null;
        said = null;
        logger.info({ topic, groupId, partitions }, 'consuming');
      },
      logger,
    });
  }

  const isStopping = (): boolean => stopping.signal.aborted;

  async function run(): Promise<void> {
    const backOff = createBackOff();
    while (!isStopping()) {
      healthyMs = 0;
      session = openSession();
      let failure: unknown = null;
      try {
        await session.run();
      } catch (error) {
        failure = error;
      }
      await session.close();
      session = null;
      if (isStopping()) return;
      const delayMs = backOff.next(healthyMs);
      report(failure, delayMs);
      await setTimeout(delayMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  /** One line for each reason, not for each attempt. */
  function report(failure: unknown, delayMs: number): void {
    const reason = describeKafkaError(failure);
    const passing =
      performance.now() - startedAt < STARTING_MS ||
      STARTING_BROKER.has(protocolErrorType(failure) ?? '');
    const level = passing ? 'info' : 'warn';
    const saying = `${level} ${reason}`;
    state.lastError = reason;
    logger[saying === said ? 'debug' : level](
      { topic, groupId, reason, retryInMs: Math.round(delayMs) },
      'not consuming: connecting to Kafka again until it works',
    );
    said = saying;
  }

  return {
    start() {
      if (state.status !== 'stopped' || stopping.signal.aborted) return;
      change('connecting', []);
      startedAt = performance.now();
      running = run();
    },
    async stop() {
      stopping.abort();
      await session?.close();
      await running;
      change('stopped', []);
    },
    seek(partition, offset) {
      session?.seek(partition, offset);
    },
    async commitHints(offsets) {
      const current = session;
      if (!current) return;
      try {
        await withDeadline(current.commit(offsets), COMMIT_MS, 'committing offsets');
      } catch (error) {
        logger.debug({ topic, reason: describeKafkaError(error) }, 'offset hints not committed');
      }
    },
    state: () => ({ ...state, assigned: [...state.assigned] }),
  };
}
