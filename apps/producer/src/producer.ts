import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Logger, retryForever } from '@intellisite/service';
import type { DetectionSource, OutgoingMessage } from './detection-source.ts';
import { createPartitionChoice, type PartitionChoice } from './partition-choice.ts';
import { createSchedule } from './schedule.ts';

/** What fits one request: of a larger batch, a part could arrive and come again with the whole. */
const MAX_BATCH = 2_000;
/** Node's timers hold no more than some 24 days. */
const MAX_SLEEP_MS = 3_600_000;
/** How long the batch in flight may still take once the producer is asked to stop. */
const FLUSH_MS = 5_000;

/** The part of the Kafka producer that is needed here. */
export interface RecordSink {
  start(): Promise<void>;
  send(
    topic: string,
    records: readonly { partition: number; key: string | null; value: string | Buffer }[],
  ): Promise<void>;
  stop(): Promise<void>;
}

export interface ProducerDependencies {
  detections: DetectionSource;
  kafka: RecordSink;
  topic: string;
  /** Makes the topic if it is missing. */
  ensureTopic: () => Promise<{ partitions: number }>;
  /** The sources that will come, with their shares of the traffic; empty if they are not known. */
  expectedSources: readonly { source: string; weight: number }[];
  /** Above 0; Infinity is as fast as it goes. */
  perSecond: number;
  /** Stop after so many; Infinity is never. */
  count: number;
  logger: Logger;
}

export interface ProducerStatus {
  /** Messages that Kafka has acknowledged. */
  sent: number;
  /** What it waits for, in words, if Kafka does not answer. */
  waitingFor: string | null;
}

export interface Producer {
  start(): Promise<void>;
  /** Waits for the batch in flight to be acknowledged, for up to 5 s, and says what was sent. */
  stop(): Promise<void>;
  /** Resolves at the count or at the end of the file; rejects if the file cannot be read on. */
  finished: Promise<void>;
  status: () => ProducerStatus;
}

/**
 * Sends detections to a topic at a steady rate. Rides through the absence of Kafka by trying the
 * same batch again, so nothing that counts as sent is lost; what Kafka took without being able to
 * say so may come twice. One batch is in flight at a time, which keeps the order of each source.
 */
export function createProducer(dependencies: ProducerDependencies): Producer {
  const { detections, kafka, topic, ensureTopic, expectedSources, perSecond, count, logger } =
    dependencies;
  const stopping = new AbortController();
  const givingUp = new AbortController();
  const status: ProducerStatus = { sent: 0, waitingFor: null };
  let choice: { partitions: number; of: PartitionChoice } | null = null;
  let unacknowledged = 0;
  let startedMs = performance.now();

  let finish: () => void;
  let fail: (error: unknown) => void;
  const finished = new Promise<void>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  let running = Promise.resolve();

  /** Tries until Kafka answers, and says that it waits and for what. */
  const patiently = async <T>(what: string, signal: AbortSignal, work: () => Promise<T>) => {
    const result = await retryForever(work, {
      signal,
      onWait({ reason, delayMs, attempt }) {
        status.waitingFor = what;
        logger.warn({ attempt, retryInMs: delayMs }, `waiting for Kafka ${what}: ${reason}`);
      },
    });
    if (status.waitingFor !== null) logger.info(`Kafka is there again ${what}`);
    status.waitingFor = null;
    return result;
  };

  const prepareTopic = async (): Promise<void> => {
    const { partitions } = await ensureTopic();
    if (partitions === choice?.partitions) return;
    choice = { partitions, of: createPartitionChoice(partitions, expectedSources) };
    logger.info({ topic, partitions }, 'producing detections');
  };

  const send = async (messages: readonly OutgoingMessage[]): Promise<void> => {
    // After a failure too: the topic may have been deleted, or made again with other partitions.
    if (choice === null || status.waitingFor !== null) await prepareTopic();
    const records = messages.map(({ source, value }) => ({
      partition: choice?.of(source) ?? 0,
      key: source,
      value,
    }));
    await kafka.send(topic, records);
  };

  const deliver = async (messages: readonly OutgoingMessage[]): Promise<void> => {
    unacknowledged = messages.length;
    await patiently(`to take ${messages.length} detections`, givingUp.signal, () =>
      orAborted(send(messages), givingUp.signal),
    );
    unacknowledged = 0;
    status.sent += messages.length;
  };

  const produce = async (): Promise<void> => {
    const schedule = createSchedule(perSecond, performance.now());
    let due = 0;
    while (status.sent < count && !stopping.signal.aborted) {
      const now = performance.now();
      due += schedule.take(now, Math.min(MAX_BATCH, count - status.sent) - due);
      if (due === 0) {
        const waitMs = Math.min(schedule.waitMs(now), MAX_SLEEP_MS);
        await sleep(waitMs, undefined, { signal: stopping.signal });
        continue;
      }
      const messages = await detections.take(due);
      if (messages.length === 0) return;
      due -= messages.length;
      await deliver(messages);
    }
  };

  const run = async (): Promise<void> => {
    const { signal } = stopping;
    await patiently('to connect', signal, () => orAborted(kafka.start(), signal));
    await patiently(`to have ${topic}`, signal, () => orAborted(prepareTopic(), signal));
    startedMs = performance.now();
    await produce();
  };

  return {
    start() {
      running = run().then(finish, (error: unknown) => {
        if (stopping.signal.aborted) finish();
        else fail(error);
      });
      return Promise.resolve();
    },
    async stop() {
      stopping.abort();
      detections.close();
      const flush = setTimeout(() => {
        givingUp.abort();
      }, FLUSH_MS);
      await running;
      clearTimeout(flush);
      await kafka.stop();
      const seconds = Math.round((performance.now() - startedMs) / 1_000);
      logger.info({ sent: status.sent, seconds }, `sent ${status.sent} detections`);
      if (unacknowledged > 0) {
        logger.warn(`Kafka did not acknowledge the last ${unacknowledged} detections`);
      }
    },
    finished,
    status: () => ({ ...status }),
  };
}

/** As the promise does, or a rejection as soon as the signal is aborted. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => {
      reject(new Error('given up'));
    };
  });
  signal.addEventListener('abort', abort);
  try {
    signal.throwIfAborted();
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
