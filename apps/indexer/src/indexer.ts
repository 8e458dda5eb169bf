import { randomUUID } from 'node:crypto';
import { extname } from 'node:path';
import {
  createHeartbeat,
  createPool,
  createPrisma,
  createThreadedIngestWriter,
  readHeads,
  requireSchema,
  setRule,
  SUSPICIOUS_VEHICLE_RULE,
  type ServiceReport,
} from '@intellisite/db';
import {
  createKafka,
  createPartitionConsumer,
  createRecordProducer,
  createTopicInspector,
  kafkaOptions,
} from '@intellisite/kafka';
import { createHealthServer, type Logger, type Readiness } from '@intellisite/service';
import manifest from '../package.json' with { type: 'json' };
import type { IndexerSettings } from './env.ts';
import { createMetrics } from './metrics.ts';
import { createPipeline } from './pipeline.ts';
import { createProgress } from './progress.ts';
import { amissOf, describeReadiness } from './readiness.ts';
import { createRelay } from './relay.ts';
import { createRequiredTopics } from './required-topics.ts';
import { createRetention } from './retention.ts';
import { createStartup } from './startup.ts';

export interface Indexer {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Most messages in one transaction: some 0.2 s of the ingest lock; larger ones gain little. */
const BATCH_SIZE = 50_000;
const OBSERVE_EVERY_MS = 2_000;

/** Beside this module, whether it is the source or the build. */
function writerThread(): URL {
  return new URL(`writer-thread${extname(import.meta.url)}`, import.meta.url);
}

/** Consumes detections, writes them with the ingest transaction, relays the alerts. */
export function createIndexer(settings: IndexerSettings, logger: Logger): Indexer {
  const instance = randomUUID();
  const stopping = new AbortController();
  const startup = createStartup(logger, stopping.signal);
  const metrics = createMetrics();
  const progress = createProgress();
  const connection = {
    databaseUrl: settings.DATABASE_URL,
    applicationName: `intellisite-indexer-queries ${instance}`,
  };
  const pool = createPool(connection);
  const prisma = createPrisma(connection);
  const writer = createThreadedIngestWriter({
    databaseUrl: settings.DATABASE_URL,
    instance,
    thread: writerThread(),
    onLocksBroken(locks) {
      metrics.locksBroken(locks.length);
      logger.warn({ locks }, 'ended the session of a frozen indexer that held the ingest lock');
    },
  });
  const kafka = createKafka({ ...kafkaOptions(settings), clientId: 'intellisite-indexer', logger });
  const topics = createRequiredTopics(kafka, settings, logger);
  const inspector = createTopicInspector(kafka);
  const producer = createRecordProducer(kafka);
  const consumer = createPartitionConsumer({
    kafka,
    topic: settings.DETECTIONS_TOPIC,
    groupId: settings.CONSUMER_GROUP,
    logger,
    async onAssigned(partitions, topicId) {
      const starts = await pipeline.onAssigned(partitions, topicId);
      void lookAtEnds();
      return starts;
    },
    onRevoked(partitions) {
      pipeline.onRevoked(partitions);
    },
    onBatch: (batch) => pipeline.onBatch(batch),
  });
  const pipeline = createPipeline({
    topic: settings.DETECTIONS_TOPIC,
    onOffsetGap: settings.ON_OFFSET_GAP,
    batchSize: BATCH_SIZE,
    pool,
    prisma,
    writer,
    inspector,
    seek(partition, offset) {
      consumer.seek(partition, offset);
    },
    onBegin(checkpoints) {
      progress.begin(checkpoints, Date.now());
    },
    onWritten(written) {
      metrics.written(written);
      progress.written(written);
    },
    onFenced() {
      metrics.fenced();
    },
    onLost() {
      metrics.lost();
    },
    logger,
    signal: stopping.signal,
  });
  const relay = createRelay({
    databaseUrl: settings.DATABASE_URL,
    pool,
    producer,
    alertsTopic: settings.ALERTS_TOPIC,
    instance,
    isIndexingBehind: () => progress.backlog() >= BATCH_SIZE,
    onPublished(alerts) {
      metrics.published(alerts);
    },
    logger,
  });
  const retention = createRetention({
    pool,
    keepDays: settings.RETENTION_DAYS,
    isInCharge: () => relay.state().active,
    onPass(result) {
      metrics.retained(result);
    },
    logger,
  });
  const heartbeat = createHeartbeat({
    pool,
    service: {
      id: instance,
      kind: 'indexer',
      version: manifest.version,
      startedAt: new Date(),
    },
    report,
  });
  let databaseError: string | null = null;
  let observing: NodeJS.Timeout | undefined;

  const health = createHealthServer({
    host: settings.METRICS_HOST,
    port: settings.METRICS_PORT,
    readiness,
    registry: metrics.registry,
    ...(settings.METRICS_TOKEN === undefined ? {} : { metricsToken: settings.METRICS_TOKEN }),
    logger,
  });

  function readiness(): Readiness {
    return describeReadiness({
      waitingFor: startup.waitingFor(),
      databaseError,
      pipeline: pipeline.state(),
      kafka: consumer.state(),
      relay: relay.state(),
    });
  }

  /** For the list of services, which anybody who looks after them reads. */
  function report(): ServiceReport {
    const { status, checks } = readiness();
    const lag = progress.lag(Date.now());
    return {
      state: status,
      note: amissOf(checks),
      partitions: pipeline.state().owned.map((partition) => ({
        topic: settings.DETECTIONS_TOPIC,
        partition,
        behindSeconds: lag.find((entry) => entry.partition === partition)?.seconds ?? null,
      })),
    };
  }

  async function applyRule(): Promise<void> {
    const definition = { kind: 'category' as const, categories: settings.SUSPICIOUS_VEHICLE };
    const { changed, before, version } = await setRule(prisma, SUSPICIOUS_VEHICLE_RULE, definition);
    if (!changed) return;
    logger.info(
      { rule: SUSPICIOUS_VEHICLE_RULE, version, before, now: definition },
      'the rule for suspicious vehicles changed; all indexers follow',
    );
  }

  /** How far behind each partition is, and whether what was read is still there. */
  async function lookAtEnds(): Promise<void> {
    progress.keep(pipeline.state().owned);
    try {
      const ends = await inspector.offsets(settings.DETECTIONS_TOPIC);
      progress.ends(ends);
      await pipeline.onEnds(ends);
    } catch {
      // The consumer's state says that Kafka is away; the lag stays as it was seen last.
    }
    metrics.lag(progress.lag(Date.now()));
  }

  /** Looks at both ends now and then, for lag and health also while nothing arrives. */
  async function observe(): Promise<void> {
    try {
      const heads = await readHeads(pool);
      metrics.relayBacklog(heads.alertSeq - heads.publishedSeq);
      databaseError = null;
    } catch (error) {
      databaseError = error instanceof Error ? error.message : String(error);
    }
    if (consumer.state().status !== 'consuming' || relay.state().lastError !== null) topics.mend();
    await consumer.commitHints(progress.takeHints());
    await lookAtEnds();
    if (!stopping.signal.aborted) observing = setTimeout(() => void observe(), OBSERVE_EVERY_MS);
  }

  async function start(): Promise<void> {
    const { port } = await health.start();
    logger.info({ port, instance }, 'health and metrics are served');
    await startup.waitFor('the database', () => requireSchema(pool));
    heartbeat.start();
    await Promise.all([
      startup.waitFor('the database', applyRule),
      startup.waitFor('Kafka', async () => {
        await Promise.all([topics.ensure(), inspector.start(), producer.start()]);
      }),
    ]);
    consumer.start();
    relay.start();
    retention.start();
    await observe();
    logger.info(
      { topic: settings.DETECTIONS_TOPIC, group: settings.CONSUMER_GROUP },
      'indexing detections',
    );
  }

  /** What was written last is hinted at, and the partitions are free for another indexer at once. */
  async function stopIndexing(): Promise<void> {
    await pipeline.stop();
    await consumer.commitHints(progress.takeHints());
    await consumer.stop();
  }

  async function stopRelaying(): Promise<void> {
    await relay.stop();
    await producer.stop();
  }

  return {
    async start() {
      try {
        await start();
      } catch (error) {
        if (!stopping.signal.aborted) throw error;
      }
    },
    async stop() {
      stopping.abort();
      clearTimeout(observing);
      // Side by side: while Kafka hangs, each takes the longest that it may, and a service has 10 s for all.
      await Promise.all([stopIndexing(), stopRelaying(), retention.stop(), heartbeat.stop()]);
      await Promise.all([inspector.stop(), writer.close(), pool.end(), prisma.$disconnect()]);
      await health.stop();
    },
  };
}
