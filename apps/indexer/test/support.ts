import { randomUUID } from 'node:crypto';
import { encodeDetection } from '@intellisite/contracts';
import { createPool, type Pool } from '@intellisite/db';
import { createTestDatabase } from '@intellisite/db/testing';
import { createRecordProducer, ensureTopic, type RecordProducer } from '@intellisite/kafka';
import { createTestKafka, deleteTestTopic } from '@intellisite/kafka/testing';
import { createLogger } from '@intellisite/service';
import { eventually } from '@intellisite/service/testing';
import { inject, onTestFinished } from 'vitest';
import type { IndexerSettings } from '../src/env.ts';
import { createIndexer, type Indexer } from '../src/indexer.ts';

const PARTITIONS = 3;

export const suv = { year: 2011, make: 'Toyota', model: 'Land Cruiser', category: 'SUV' };
export const sedan = { year: 2014, make: 'Kia', model: "C'eed", category: 'Sedan' };

/** Messages that become detections, in turns to the partitions; of an SUV, which raises an alert, unless told otherwise. */
export function good(count: number, vehicle = suv) {
  return Array.from({ length: count }, (_, index) => ({
    partition: index % PARTITIONS,
    value: encodeDetection({ vehicle, timestamp: Date.UTC(2024, 0, 1, 0, 0, index) }),
  }));
}

/** A topic pair, a database and a group of one test, and indexers on them. */
export interface Installation {
  settings: IndexerSettings;
  pool: Pool;
  producer: RecordProducer;
  /** Every line that the indexers logged. */
  log: string[];
  /** Starts one more indexer. */
  startIndexer: (changes?: Partial<IndexerSettings>) => Promise<RunningIndexer>;
}

/** Ended by the end of the test at the latest. */
export interface RunningIndexer {
  stop: () => Promise<void>;
}

export async function createInstallation(): Promise<Installation> {
  const brokers = inject('brokers');
  const id = randomUUID();
  const database = await createTestDatabase(inject('postgresUrl'));
  const settings: IndexerSettings = {
    KAFKA_BROKERS: brokers,
    KAFKA_SSL: false,
    DATABASE_URL: database.url,
    DETECTIONS_TOPIC: `${id}.detections`,
    ALERTS_TOPIC: `${id}.alerts`,
    CONSUMER_GROUP: id,
    SUSPICIOUS_VEHICLE: ['suv'],
    RETENTION_DAYS: 0,
    ON_OFFSET_GAP: 'continue',
    METRICS_HOST: '127.0.0.1',
    METRICS_PORT: 0,
    LOG_LEVEL: 'debug',
  };
  const kafka = createTestKafka(brokers.join(','));
  await ensureTopic(kafka, settings.DETECTIONS_TOPIC, PARTITIONS);
  await ensureTopic(kafka, settings.ALERTS_TOPIC, 1);
  const producer = createRecordProducer(kafka);
  await producer.start();
  const pool = createPool({ databaseUrl: database.url, applicationName: 'test' });
  const running = new Set<Indexer>();
  const log: string[] = [];
  onTestFinished(async () => {
    await Promise.all([...running].map((indexer) => indexer.stop()));
    await producer.stop();
    await pool.end();
    await database.drop();
    await deleteTestTopic(brokers.join(','), settings.DETECTIONS_TOPIC);
    await deleteTestTopic(brokers.join(','), settings.ALERTS_TOPIC);
  });
  return {
    settings,
    pool,
    producer,
    log,
    async startIndexer(changes = {}) {
      const logger = createLogger({
        name: 'indexer',
        level: settings.LOG_LEVEL,
        pretty: false,
        stream: { write: (line) => void log.push(line) },
      });
      const indexer = createIndexer({ ...settings, ...changes }, logger);
      running.add(indexer);
      await indexer.start();
      return {
        async stop() {
          running.delete(indexer);
          await indexer.stop();
        },
      };
    },
  };
}

/** Lets nobody write detections until the function that it answers is called. */
export async function holdWrites(pool: Pool): Promise<() => Promise<void>> {
  const holder = await pool.connect();
  // Postgres would end a session that stands still within a transaction.
  await holder.query(
    'BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0; LOCK TABLE detections IN SHARE MODE',
  );
  return async () => {
    await holder.query('ROLLBACK');
    holder.release();
  };
}

/** Where the indexer that wrote these lines serves health and metrics. */
export function healthUrl(log: readonly string[]): string {
  const line = log.findLast((candidate) => candidate.includes('health and metrics are served'));
  const { port } = JSON.parse(line ?? '{}') as { port: number };
  return `http://127.0.0.1:${String(port)}`;
}

/** Waits until so many messages were either indexed or quarantined; answers the heads. */
export async function untilSettled(
  pool: Pool,
  messages: number,
): Promise<{ position: number; quarantined: number; alertSeq: number }> {
  return await eventually(`${String(messages)} messages are indexed`, async () => {
    const { rows } = await pool.query<{ position: number; quarantined: number; alertSeq: number }>(
      'SELECT position, quarantined, alert_seq AS "alertSeq" FROM store',
    );
    const heads = rows[0];
    return heads && heads.position + heads.quarantined >= messages ? heads : null;
  });
}
