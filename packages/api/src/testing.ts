import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPool, type Pool } from '@intellisite/db';
import { createTestDatabase, createTestLog, type TestLog } from '@intellisite/db/testing';
import { createRecordProducer, ensureTopic, type RecordProducer } from '@intellisite/kafka';
import { createTestKafka, deleteTestTopic } from '@intellisite/kafka/testing';
import { createLogger } from '@intellisite/service';
import type { WebSessions } from './auth/web-sign-in.ts';
import type { ReadSession } from './auth/web-session.ts';
import { createApi } from './create-api.ts';
import type { ApiSettings } from './settings.ts';

export interface TestApiOptions {
  /** Any database of the server, with a role that may create databases. */
  postgresUrl: string;
  brokers: readonly string[];
}

/** A database, a pair of topics and an admin of one test; APIs on them. */
export interface TestInstallation {
  databaseUrl: string;
  settings: ApiSettings;
  pool: Pool;
  /** Writes detections and alerts as an indexer does. */
  log: TestLog;
  producer: RecordProducer;
  admin: { username: string; password: string };
  /** Starts one more API, on `port` or a free one. */
  startApi(options?: StartApiOptions): Promise<TestApi>;
  /** Stops every API and removes what they used. */
  stop(): Promise<void>;
}

export interface StartApiOptions {
  port?: number;
  changes?: Partial<ApiSettings>;
  /** As the host of a dashboard gives it. */
  readSession?: ReadSession;
}

/** Tests send more than a server in front of the API would take: what they ask for is to reach it. */
const MOST_HEADER_BYTES = 256 * 1024;

export interface TestApi extends WebSessions {
  /** Without a slash at the end. */
  url: string;
  port: number;
  /** Every line that it logged. */
  logged: readonly string[];
  stop(): Promise<void>;
  /** Ends it as a crash does: no stream is told, nothing is finished. */
  kill(): Promise<void>;
}

export async function createTestInstallation({
  postgresUrl,
  brokers,
}: TestApiOptions): Promise<TestInstallation> {
  const id = randomUUID();
  const detectionsTopic = `${id}.detections`;
  const alertsTopic = `${id}.alerts`;
  const kafka = createTestKafka(brokers.join(','));
  const producer = createRecordProducer(kafka);
  // At once: each spends most of its time waiting, and most tests begin with them.
  const [database] = await Promise.all([
    createTestDatabase(postgresUrl),
    ensureTopic(kafka, detectionsTopic, 3),
    ensureTopic(kafka, alertsTopic, 1),
    producer.start(),
  ]);
  const admin = { username: 'admin', password: `admin ${randomBytes(12).toString('base64url')}` };
  const settings: ApiSettings = {
    DATABASE_URL: database.url,
    KAFKA_BROKERS: [...brokers],
    KAFKA_SSL: false,
    DETECTIONS_TOPIC: detectionsTopic,
    ALERTS_TOPIC: alertsTopic,
    PUBLIC_URL: 'http://localhost:3000',
    TRUST_PROXY: false,
    CALLS_PER_ADDRESS: 4,
    STREAMS_PER_USER: 1_000,
    CORS_ORIGINS: [],
    AUTH_SECRET: randomBytes(48).toString('base64'),
    ADMIN_USERNAME: admin.username,
    ADMIN_PASSWORD: admin.password,
    ACCESS_TOKEN_MINUTES: 60,
    REFRESH_TOKEN_DAYS: 30,
  };
  const pool = createPool({ databaseUrl: database.url, applicationName: 'test' });
  const log = createTestLog(database.url, settings.DETECTIONS_TOPIC);
  const running = new Set<TestApi>();

  return {
    databaseUrl: database.url,
    settings,
    pool,
    log,
    producer,
    admin,
    async startApi(options = {}) {
      const api = await startApi({ ...settings, ...options.changes }, options);
      running.add(api);
      return api;
    },
    async stop() {
      await Promise.all([...running].map((api) => api.stop()));
      await Promise.all([producer.stop(), log.close(), pool.end()]);
      await Promise.all([
        database.drop(),
        deleteTestTopic(brokers.join(','), detectionsTopic),
        deleteTestTopic(brokers.join(','), alertsTopic),
      ]);
    },
  };
}

async function startApi(
  settings: ApiSettings,
  { port = 0, readSession }: StartApiOptions,
): Promise<TestApi> {
  const logged: string[] = [];
  const api = createApi({
    settings,
    version: '0.0.0-test',
    onFirstAdmin: () => undefined,
    ...(readSession ? { readSession } : {}),
    logger: createLogger({
      name: 'api',
      level: 'debug',
      pretty: false,
      stream: { write: (line) => void logged.push(line) },
    }),
  });
  const server = createServer({ maxHeaderSize: MOST_HEADER_BYTES }, api.listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  await api.start();
  const address = server.address() as AddressInfo;
  let stopping: Promise<void> | null = null;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  return {
    signIn: api.signIn,
    signInRefusal: api.signInRefusal,
    signOut: api.signOut,
    findSession: api.findSession,
    url: `http://127.0.0.1:${String(address.port)}`,
    port: address.port,
    logged,
    stop: () => (stopping ??= api.stop().then(close)),
    kill: () => (stopping ??= close().then(() => api.stop())),
  };
}
