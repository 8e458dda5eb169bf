import { randomUUID } from 'node:crypto';
import {
  createHeartbeat,
  createLogs,
  createPool,
  createPrisma,
  createSnapshots,
  isDatabaseUnavailable,
  requireSchema,
  SchemaBehindError,
} from '@intellisite/db';
import { createKafka, createTopicInspector, kafkaOptions } from '@intellisite/kafka';
import { retryForever } from '@intellisite/service';
import type { Api, ApiOptions } from './api.ts';
import { createApiMetrics } from './api-metrics.ts';
import { createAccounts } from './auth/create-accounts.ts';
import { createWebSessionReader } from './auth/web-session.ts';
import { createWebSessions } from './auth/web-sign-in.ts';
import type { Context } from './context.ts';
import type { ApiRequest } from './http/api-request.ts';
import { createCors } from './http/cors.ts';
import { createFailureLog } from './http/failure-log.ts';
import { createFetchHandler } from './http/fetch-adapter.ts';
import { createGate } from './http/gate.ts';
import { createHandler } from './http/handler.ts';
import { createNodeListener } from './http/node-adapter.ts';
import { createRequestGates } from './http/request-gates.ts';
import { createRequestsUnderWay } from './http/requests-under-way.ts';
import { createStatusPages } from './http/status-pages.ts';
import { createReadReplica } from './read-replica.ts';
import { createReadiness } from './readiness.ts';
import { createDocsPages } from './rest/docs-pages.ts';
import { createFrozenAnswers } from './rest/frozen-answers.ts';
import { createOpenApiDocument } from './rest/openapi-document.ts';
import { createRestDispatcher } from './rest/rest-dispatcher.ts';
import type { RestExchange } from './rest/rest-exchange.ts';
import { createTrpcMount } from './rest/trpc-mount.ts';
import { appRouter } from './routers/app-router.ts';
import { createAlertService } from './services/alert-service.ts';
import { createDetectionService } from './services/detection-service.ts';
import { createQuarantineService } from './services/quarantine-service.ts';
import type { Services } from './services/services.ts';
import { createStatsService } from './services/stats-service.ts';
import { createSystemService } from './services/system-service.ts';
import { createAlertStreams } from './stream/create-alert-streams.ts';

/** Connections for everything that is not Prisma's: listings, snapshots, feeds, counters. */
const POOL_SIZE = 8;
/** What a flood asks for: anybody may. */
const LOGIN = 'auth.token';
/** When it is told to stop; hosts allow some 10 s for all of it. */
const REQUESTS_MAY_TAKE_MS = 7_000;

/** Builds the API from its settings. Nothing is connected before `start`. */
export function createApi(options: ApiOptions): Api {
  const { settings, version, logger } = options;
  const startedAt = new Date();
  const stopping = new AbortController();
  const gate = createGate();
  const connection = { databaseUrl: settings.DATABASE_URL, applicationName: 'intellisite-api' };
  const pool = createPool(connection, POOL_SIZE);
  const prisma = createPrisma(connection);
  const snapshots = createSnapshots(pool);
  const replica = createReadReplica(settings.READ_DATABASE_URL, logger);
  const kafka = createKafka({ ...kafkaOptions(settings), clientId: 'intellisite-api', logger });
  const inspector = createTopicInspector(kafka);
  const accounts = createAccounts({
    pool,
    prisma,
    secrets: { current: settings.AUTH_SECRET, previous: settings.AUTH_SECRET_PREVIOUS },
    accessTokenMinutes: settings.ACCESS_TOKEN_MINUTES,
    refreshTokenDays: settings.REFRESH_TOKEN_DAYS,
    logger,
  });
  const streams = createAlertStreams({
    kafka,
    topic: settings.ALERTS_TOPIC,
    pool,
    snapshots,
    findActive: accounts.findActive,
    streamsPerUser: settings.STREAMS_PER_USER,
    logger,
  });
  const logs = createLogs({ pool, replica });
  const frozen = createFrozenAnswers();
  const services: Services = {
    snapshots,
    auth: accounts.auth,
    users: accounts.users,
    sessions: accounts.sessions,
    detections: createDetectionService(pool, logs, frozen),
    stats: createStatsService(logs, frozen),
    alerts: createAlertService(pool, logs, frozen),
    streams,
    quarantine: createQuarantineService(pool),
    system: createSystemService({
      version,
      startedAt,
      pool,
      topics: { detections: settings.DETECTIONS_TOPIC, alerts: settings.ALERTS_TOPIC },
      ends: (topic) => inspector.offsets(topic),
      feed: () => streams.state(),
      openStreams: () => streams.figures().open,
    }),
  };
  const gates = createRequestGates({
    callsPerAddress: settings.CALLS_PER_ADDRESS,
    trustProxy: settings.TRUST_PROXY,
    isStatus: (path) => statusPages.has(path),
  });
  const metrics = createApiMetrics({
    streams: () => streams.figures(),
    gates: () => gates.load(),
    replica: replica && (() => replica.state()),
  });

  const readWebSession = createWebSessionReader({
    readSession: options.readSession,
    publicUrl: settings.PUBLIC_URL,
  });

  function createContext(request: ApiRequest, rest: RestExchange | null): Context {
    // One for all calls of a batch.
    let webSession: ReturnType<typeof readWebSession> | undefined;
    return {
      requestId: request.id,
      client: { address: request.address, userAgent: request.header('user-agent') ?? null },
      authorization: request.header('authorization'),
      webSession: () => (webSession ??= readWebSession(request)),
      rest,
      signal: () => request.signal,
      services,
    };
  }

  const readiness = createReadiness({ gate, snapshots, replica, streams });

  const heartbeat = createHeartbeat({
    pool,
    service: { id: randomUUID(), kind: 'web', version, startedAt },
    async report() {
      const { status, checks } = await readiness();
      const amiss = Object.entries(checks).filter(([, found]) => found !== 'ok');
      return {
        state: status,
        note: amiss.map(([name, found]) => `${name}: ${found}`).join('; ') || null,
        partitions: [],
      };
    },
  });

  /** Throws where a call would be refused whatever it says, so that its refusal costs no reading. */
  function admitCall(procedure: string): void {
    if (procedure === LOGIN) accounts.passwords.requireRoom();
  }

  const statusPages = createStatusPages({
    readiness,
    registry: metrics.registry,
    metricsToken: settings.METRICS_TOKEN,
  });
  const logFailure = createFailureLog(logger);
  const document = createOpenApiDocument(appRouter, { version });
  const handler = createHandler({
    dispatcher: createRestDispatcher(appRouter, createContext, admitCall),
    trpc: createTrpcMount({ router: appRouter, createContext, admit: admitCall, logFailure }),
    pages: new Map([...createDocsPages(document), ...statusPages]),
    cors: createCors(settings.CORS_ORIGINS),
    admit: gate.admit,
    onAnswered: metrics.answered,
    onRowsEnded: metrics.exported,
    logFailure,
    logger,
  });

  const underWay = createRequestsUnderWay();
  const handle = underWay.counting((request) => handler.handle(request));
  // Not what the host's own pages ask for: they have had their turn.
  const handleInTurn = underWay.counting((request) => handler.handle(request, gates.takeCallTurn));

  /** Waits for the database and for migrations that are on their way; another unfit schema needs a person. */
  async function waitFor<T>(what: string, operation: () => Promise<T>): Promise<T> {
    gate.waitFor(what);
    return await retryForever(operation, {
      signal: stopping.signal,
      isFatal: (error) => !isDatabaseUnavailable(error) && !(error instanceof SchemaBehindError),
      onWait({ reason, delayMs, attempt }) {
        logger.warn({ reason, attempt, retryInMs: delayMs }, `waiting for ${what}`);
      },
    });
  }

  async function start(): Promise<void> {
    await waitFor('the database', () => requireSchema(pool));
    const first = { username: settings.ADMIN_USERNAME, password: settings.ADMIN_PASSWORD };
    await waitFor('the database', () => accounts.admins.ensureFirst(first, options.onFirstAdmin));
    // What is started from here on would be ended by nobody.
    stopping.signal.throwIfAborted();
    replica?.start();
    streams.start();
    accounts.cleaner.start();
    gate.open();
    heartbeat.start();
  }

  let started: Promise<void> = Promise.resolve();

  const webSessions = createWebSessions({
    auth: accounts.auth,
    readRevision: async () => (await snapshots.read()).authRevision,
    admit: () => {
      gate.admit('');
    },
    requireRoom: accounts.passwords.requireRoom,
    onFailure(error) {
      logger.error({ err: error }, 'a sign-in failed');
    },
  });

  return {
    ...webSessions,
    async start() {
      try {
        await (started = start());
      } catch (error) {
        if (!stopping.signal.aborted) throw error;
      }
    },
    async stop() {
      stopping.abort();
      gate.close();
      await Promise.all([
        streams.stop(),
        underWay.finished(REQUESTS_MAY_TAKE_MS),
        // It uses what is ended next. Why it failed, if it did, its own caller was told.
        started.catch(() => undefined),
      ]);
      await Promise.all([accounts.cleaner.stop(), inspector.stop(), heartbeat.stop()]);
      await Promise.all([pool.end(), replica?.stop(), prisma.$disconnect()]);
    },
    claims: handler.claims,
    listener: createNodeListener(handleInTurn, { trustProxy: settings.TRUST_PROXY }),
    takePageTurn: gates.takePageTurn,
    fetch: createFetchHandler({ handle, trustProxy: settings.TRUST_PROXY }),
  };
}
