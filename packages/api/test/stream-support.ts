import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encodeAlert, type AlertMessage } from '@intellisite/contracts';
import {
  createAlertLog,
  createPool,
  createPrisma,
  createSessions,
  createSnapshots,
  createUsers,
  setRule,
  SUSPICIOUS_VEHICLE_RULE,
  type Pool,
  type Sessions,
  type Users,
} from '@intellisite/db';
import { createTestDatabase } from '@intellisite/db/testing';
import { createRecordProducer, ensureTopic } from '@intellisite/kafka';
import { createTestKafka, deleteTestTopic } from '@intellisite/kafka/testing';
import { createLogger } from '@intellisite/service';
import { eventually } from '@intellisite/service/testing';
import { inject, onTestFinished } from 'vitest';
import { createNodeEventSink } from '../src/http/node-event-sink.ts';
import type { AlertStreams } from '../src/stream/alert-streams.ts';
import {
  createAlertStreams,
  type AlertStreamsOptions,
} from '../src/stream/create-alert-streams.ts';
import type { StreamPrincipal } from '../src/stream/stream-request.ts';
import { connectEvents, type EventClient, type EventClientOptions } from './stream-client.ts';

/** Regular looks at the database come too late to help: what a test sees was brought by Kafka. */
export const KAFKA_ALONE = { lookEveryMs: 600_000 };

/** A database with a rule, vehicles and one user, a topic of alerts, and API instances on them. */
export interface StreamInstallation {
  pool: Pool;
  users: Users;
  sessions: Sessions;
  topic: string;
  /** Of the one user, with a session and a token that live. */
  principal: StreamPrincipal;
  /** A user of its own. */
  newPrincipal: () => Promise<StreamPrincipal>;
  /** Commits so many alerts. */
  append: (count: number) => Promise<void>;
  /** Publishes alerts of the database, as the relay does: those after `after`, at most `limit`. */
  publish: (after: number, limit?: number) => Promise<void>;
  /** Publishes anything. */
  send: (values: readonly (string | Buffer | null)[]) => Promise<void>;
  /** What a message for an alert would say that nobody raised. */
  forge: (changes: Partial<AlertMessage>) => Promise<string>;
  startInstance: (options?: Partial<AlertStreamsOptions>) => Promise<StreamInstance>;
}

/** The streams of one API process behind an http server; stopped by the end of the test. */
export interface StreamInstance {
  streams: AlertStreams;
  connect: (options?: EventClientOptions) => Promise<EventClient>;
  /** Every line that it logged. */
  log: string[];
  stop: () => Promise<void>;
}

export interface InstallationOptions {
  brokers?: string;
  postgresUrl?: string;
}

export async function createStreamInstallation({
  brokers = inject('brokers').join(','),
  postgresUrl = inject('postgresUrl'),
}: InstallationOptions = {}): Promise<StreamInstallation> {
  const kafka = createTestKafka(brokers);
  const topic = `alerts.${randomUUID()}`;
  const producer = createRecordProducer(kafka);
  const [database] = await Promise.all([
    createTestDatabase(postgresUrl),
    ensureTopic(kafka, topic, 1),
    producer.start(),
  ]);
  const pool = createPool({ databaseUrl: database.url, applicationName: 'test' });
  const prisma = createPrisma({ databaseUrl: database.url, applicationName: 'test' });
  const running = new Set<StreamInstance>();
  onTestFinished(async () => {
    await Promise.all([...running].map((instance) => instance.stop()));
    await producer.stop();
    await prisma.$disconnect();
    await pool.end();
    await Promise.all([database.drop(), deleteTestTopic(brokers, topic)]);
  });
  await setRule(prisma, SUSPICIOUS_VEHICLE_RULE, { kind: 'category', categories: ['suv'] });
  await insertSeries(pool);
  const users = createUsers(prisma);
  const sessions = createSessions(prisma);
  const log = createAlertLog(pool);
  const snapshots = createSnapshots(pool);

  async function newPrincipal(): Promise<StreamPrincipal> {
    const passwordHash = 'not a hash';
    const user = await users.create({ username: randomUUID(), role: 'operator', passwordHash });
    const tokenExpiresAt = Date.now() + 3_600_000;
    const sessionId = await sessions.open({
      userId: user.id,
      passwordHash,
      kind: 'api',
      expiresAt: new Date(tokenExpiresAt),
      userAgent: null,
      address: null,
    });
    if (sessionId === null) throw new Error('no session');
    return { userId: user.id, sessionId, role: user.role, tokenExpiresAt };
  }
  const principal = await newPrincipal();

  async function send(values: readonly (string | Buffer | null)[]): Promise<void> {
    await producer.send(
      topic,
      values.map((value) => ({ partition: 0, value })),
    );
  }

  return {
    pool,
    users,
    sessions,
    topic,
    principal,
    newPrincipal,
    send,
    append: (count) => appendAlerts(pool, count),
    async publish(after, limit = 10_000) {
      const { alerts } = await log.readAfter(after, limit);
      await send(alerts.map(encodeAlert));
    },
    async forge(changes) {
      const { epoch } = await snapshots.read();
      return encodeAlert({
        seq: 1,
        detectionId: 1,
        rule: 'forged',
        year: 1999,
        make: 'Forged',
        model: 'Forged',
        category: 'Forged',
        timestamp: 0,
        source: null,
        epoch,
        ...changes,
      });
    },
    async startInstance(options = {}) {
      const lines: string[] = [];
      const streams = createAlertStreams({
        kafka,
        topic,
        pool,
        snapshots,
        findActive: (ids) => sessions.findActive(ids),
        streamsPerUser: 1_000,
        logger: createLogger({
          name: 'api',
          level: 'debug',
          pretty: false,
          stream: { write: (line) => void lines.push(line) },
        }),
        ...options,
      });
      const server = await serve(streams, principal);
      streams.start();
      const instance: StreamInstance = {
        streams,
        log: lines,
        connect: (clientOptions) => connectEvents(server.port, clientOptions),
        async stop() {
          running.delete(instance);
          await streams.stop();
          await server.close();
        },
      };
      running.add(instance);
      return instance;
    },
  };
}

/** Until Kafka's messages reach it: what is published from now on is seen. */
export async function untilLive({ streams }: StreamInstance): Promise<void> {
  await eventually('the streams are live', () => streams.state().status === 'live' || null);
}

/** An http server whose every answer is the stream that the request's headers describe. */
async function serve(
  streams: AlertStreams,
  principal: StreamPrincipal,
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const lastEventId = request.headers['last-event-id'];
    const given = request.headers['x-principal'];
    const gone = new AbortController();
    response.once('close', () => {
      gone.abort();
    });
    streams
      .prepare({
        principal: typeof given === 'string' ? (JSON.parse(given) as StreamPrincipal) : principal,
        ...(lastEventId === undefined ? {} : { lastEventId: Number(lastEventId) }),
        signal: gone.signal,
      })
      .then(
        (body) => {
          response.writeHead(200, { 'Content-Type': 'text/event-stream' });
          body.open(createNodeEventSink(response));
        },
        (error: unknown) => response.writeHead(503).end(String(error)),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** What alerts refer to: three series, one of them without a source. */
async function insertSeries(pool: Pool): Promise<void> {
  await pool.query(`
    INSERT INTO makes (id, name, folded) VALUES (1, 'Škoda', 'škoda');
    INSERT INTO models (id, make_id, name, folded) VALUES (1, 1, 'Kodiaq "RS"', 'kodiaq "rs"');
    INSERT INTO vehicles (id, model_id, year, category)
    VALUES (1, 1, 2020, 'SUV'), (2, 1, 2021, 'SUV, Wagon'), (3, 1, 2022, 'suv');
    INSERT INTO sources (id, name) VALUES (1, 'gate-1'), (2, 'Tor 2 → Süd');
    INSERT INTO series (id, vehicle_id, source_id) VALUES (1, 1, 1), (2, 2, 2), (3, 3, NULL)`);
}

/** One transaction, as ingest does: the heads and the rows appear together. */
async function appendAlerts(pool: Pool, count: number): Promise<void> {
  await pool.query(
    `WITH moved AS (
       UPDATE store SET position = position + $1, alert_seq = alert_seq + $1
       RETURNING position - $1 AS position, alert_seq - $1 AS seq),
     detected AS (
       INSERT INTO detections (position, detected_at, ingested_at, series_id)
       SELECT position + n, '2026-01-01T00:00:00.123Z'::timestamptz + n * interval '1 second',
              now(), 1 + n % 3
         FROM moved, generate_series(1, $1) n)
     INSERT INTO alerts (seq, position, rule_version_id, series_id)
     SELECT seq + n, position + n, (SELECT max(id) FROM rule_versions), 1 + n % 3
       FROM moved, generate_series(1, $1) n`,
    [count],
  );
}

/** Whole numbers from `from` to `to`. */
export function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
