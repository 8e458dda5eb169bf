import { setTimeout } from 'node:timers/promises';
import { encodeAlert } from '@intellisite/contracts';
import {
  acquireRelay,
  ALERTS_CHANNEL,
  createAlertLog,
  markPublished,
  releaseRelay,
  subscribe,
  type Pool,
  type RelayTerm,
} from '@intellisite/db';
import type { RecordProducer } from '@intellisite/kafka';
import type { Logger } from '@intellisite/service';

export interface RelayOptions {
  databaseUrl: string;
  pool: Pool;
  producer: RecordProducer;
  alertsTopic: string;
  /** Names this process as the lease's owner; another one for each start. */
  instance: string;
  onPublished: (alerts: number) => void;
  /** Whether many messages wait for the indexer: the relay then leaves most of the processor to it. */
  isIndexingBehind: () => boolean;
  logger: Logger;
}

export interface Relay {
  start(): void;
  /** Gives up the lease, after up to 3 s for a chunk that is being sent; whether Kafka takes it matters no more then. */
  stop(): Promise<void>;
  state(): { active: boolean; lastError: string | null };
}

const LEASE_MS = 5_000;
/** NOTIFY is a hint: alerts whose hint was missed are found by looking. */
const LOOK_EVERY_MS = 250;
const FAILED_PAUSE_MS = 1_000;
const CHUNK = 2_000;
/** A relay that stops waits so long for Kafka: the next one would publish the chunk again, which is allowed. */
const SENDING_MAY_TAKE_MS = 3_000;
/** While indexing is behind, the relay pauses for so many times what a chunk took. */
const PAUSE_WHILE_BEHIND = 10;
/** All alerts go to one partition, so that their order is their number's. */
const PARTITION = 0;

/**
 * Publishes the outbox in order: read, send, wait for Kafka's acknowledgement, enter the progress. A
 * crash between the last two sends a chunk again; consumers drop what they have seen. One relay works
 * at a time, by a lease; the others look whether it has expired.
 */
export function createRelay(options: RelayOptions): Relay {
  const { pool, producer, alertsTopic, instance, logger } = options;
  const log = createAlertLog(pool);
  const stopping = new AbortController();
  const isStopping = (): boolean => stopping.signal.aborted;
  let term: RelayTerm | null = null;
  /** Of the lease that was ours last, also where how far it has come is unknown. */
  let lastEpoch: RelayTerm['epoch'] | null = null;
  let lastError: string | null = null;
  let running: Promise<void> = Promise.resolve();
  let awake = new AbortController();
  let renewedAt = 0;

  function wake(): void {
    awake.abort();
  }

  async function pause(ms: number, signal = stopping.signal): Promise<void> {
    await setTimeout(ms, undefined, { signal }).catch(() => undefined);
  }

  /** A pause that new alerts end. */
  async function idle(ms: number): Promise<void> {
    await pause(ms, AbortSignal.any([awake.signal, stopping.signal]));
  }

  async function acquire(): Promise<RelayTerm | null> {
    const acquired = await acquireRelay(pool, instance, LEASE_MS);
    if (acquired) renewedAt = performance.now();
    if (acquired && acquired.epoch !== lastEpoch) {
      logger.info({ epoch: acquired.epoch, after: acquired.publishedSeq }, 'relaying alerts');
      lastEpoch = acquired.epoch;
    }
    return acquired;
  }

  /** Publishes one chunk; false when there is nothing to publish. */
  async function publishChunk(current: RelayTerm): Promise<boolean> {
    const { alerts } = await log.readAfter(current.publishedSeq, CHUNK);
    const last = alerts.at(-1);
    if (!last) return false;
    await producer.send(
      alertsTopic,
      alerts.map((alert) => ({ partition: PARTITION, value: encodeAlert(alert) })),
    );
    const mine = await markPublished(pool, current, last.seq, LEASE_MS);
    renewedAt = performance.now();
    options.onPublished(alerts.length);
    term = mine ? { ...current, publishedSeq: last.seq } : null;
    if (!mine && !isStopping()) logger.warn('another relay has taken over');
    return true;
  }

  async function step(): Promise<void> {
    awake = new AbortController();
    if (!term || performance.now() - renewedAt > LEASE_MS / 3) term = await acquire();
    if (!term) {
      lastError = null;
      await idle(LEASE_MS / 5);
      return;
    }
    const begun = performance.now();
    const published = await publishChunk(term);
    lastError = null;
    if (!published) await idle(LOOK_EVERY_MS);
    else if (options.isIndexingBehind()) {
      await pause(Math.min(LEASE_MS / 5, (performance.now() - begun) * PAUSE_WHILE_BEHIND));
    }
  }

  async function run(): Promise<void> {
    while (!isStopping()) {
      try {
        await step();
      } catch (error) {
        // Whether the chunk arrived is unknown: the database says where to go on.
        term = null;
        if (isStopping()) return;
        const message = error instanceof Error ? error.message : String(error);
        if (message !== lastError) logger.warn({ err: error }, 'alerts wait: publishing failed');
        lastError = message;
        // Not ended by new alerts: they would make it try in vain all the time.
        await pause(FAILED_PAUSE_MS);
      }
    }
  }

  async function release(): Promise<void> {
    if (lastEpoch === null) return;
    await releaseRelay(pool, { owner: instance, epoch: lastEpoch }).catch(() => undefined);
  }

  let subscription: ReturnType<typeof subscribe> | null = null;
  return {
    start() {
      subscription = subscribe(
        { databaseUrl: options.databaseUrl, applicationName: `intellisite-relay ${instance}` },
        ALERTS_CHANNEL,
        wake,
      );
      running = run();
    },
    async stop() {
      stopping.abort();
      await subscription?.close();
      await Promise.race([running, setTimeout(SENDING_MAY_TAKE_MS, undefined, { ref: false })]);
      await release();
    },
    state: () => ({ active: term !== null, lastError }),
  };
}
