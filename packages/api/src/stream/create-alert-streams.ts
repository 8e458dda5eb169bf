import { createAlertLog, type Pool } from '@intellisite/db';
import type { KafkaConnection } from '@intellisite/kafka';
import type { Logger } from '@intellisite/service';
import { AppError } from '../errors/app-error.ts';
import { createPlaces } from '../places.ts';
import { createAlertFeed } from './alert-feed.ts';
import { createAlertNews } from './alert-news.ts';
import { createAlertPages } from './alert-pages.ts';
import { createAlertRing, type AlertRingOptions } from './alert-ring.ts';
import type { AlertStreams } from './alert-streams.ts';
import { createAlertSubscription } from './alert-subscription.ts';
import { createDatabasePulse, type DatabasePulseOptions } from './database-pulse.ts';
import { createEventStreamReceiver } from './event-stream-receiver.ts';
import type { Receiver } from './receiver.ts';
import { createSessionGuard, type SessionGuardOptions } from './session-guard.ts';
import type { StreamStart } from './stream-client.ts';
import { createStreamHub } from './stream-hub.ts';
import type { StreamRequest } from './stream-request.ts';

export interface AlertStreamsOptions {
  kafka: KafkaConnection;
  /** Of alerts. */
  topic: string;
  pool: Pool;
  snapshots: DatabasePulseOptions['snapshots'];
  findActive: SessionGuardOptions['findActive'];
  /** So many of one user may be open. */
  streamsPerUser: number;
  logger: Logger;
  ring?: AlertRingOptions;
  /** A comment after so much silence. */
  heartbeatMs?: number;
  /** A client that has taken nothing for so long is dropped. */
  stallMs?: number;
  /** How often the database is looked at, whatever Kafka says. */
  lookEveryMs?: number;
}

const HEARTBEAT_MS = 15_000;
const STALL_MS = 30_000;
const LOOK_EVERY_MS = 1_000;
/** For one who has too many streams: some may have ended by then. */
const RETRY_AFTER_SECONDS = 10;
/** The database can become another one between two questions, but not again and again. */
const MOST_LOOKS = 5;

export function createAlertStreams(options: AlertStreamsOptions): AlertStreams {
  const { kafka, topic, snapshots, findActive, streamsPerUser, logger } = options;
  const log = createAlertLog(options.pool);
  const ring = createAlertRing(options.ring);
  const pages = createAlertPages({ log, ring, logger });
  const hub = createStreamHub({
    ring,
    pages,
    heartbeatMs: options.heartbeatMs ?? HEARTBEAT_MS,
    stallMs: options.stallMs ?? STALL_MS,
  });
  const feed = createAlertFeed({
    log,
    ring,
    pages,
    onChange: () => {
      hub.wake();
    },
    logger,
  });
  const news = createAlertNews({
    kafka,
    topic,
    onNews(seq, epoch) {
      feed.hear(seq, epoch);
    },
    onListening: lookAfresh,
    logger,
  });
  const guard = createSessionGuard({
    findActive,
    clients: hub.clients,
    endSession(client) {
      hub.end(client, 'session_ended');
    },
  });
  const pulse = createDatabasePulse({
    snapshots,
    everyMs: options.lookEveryMs ?? LOOK_EVERY_MS,
    async onBeat({ alertSeq, epoch, authRevision }) {
      feed.hear(alertSeq, epoch);
      await guard.check(authRevision);
    },
    logger,
  });
  const places = createPlaces({ mostOfUser: streamsPerUser });
  let stopping = false;

  /** Where it fails, the feed itself looks again until it works. */
  function lookAfresh(): void {
    feed.look().catch(() => undefined);
  }

  /** Each holds memory, and all of them may end in the same moment: so may those that were refused and stay. */
  function takePlace({ principal, signal }: StreamRequest): () => void {
    const leave = places.take(principal.userId, signal);
    if (leave) return leave;
    throw new AppError('rate_limited', {
      detail: `This user has ${String(streamsPerUser)} alert streams open, which is the most: close some, or share one.`,
      retryAfterSeconds: RETRY_AFTER_SECONDS,
      endsConnection: true,
    });
  }

  /** Where the log stands, once the ring holds the same database. */
  async function findStart({ lastEventId }: StreamRequest): Promise<StreamStart> {
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      if (stopping) throw new AppError('stopping', { retryAfterSeconds: 1 });
      const { epoch, alertSeq, alertFloor } = await snapshots.read();
      feed.hear(alertSeq, epoch);
      if (epoch !== ring.epoch) {
        await feed.look();
        continue;
      }
      const { generation } = ring;
      const head = Math.max(alertSeq, ring.head);
      if (lastEventId === undefined) return { generation, cursor: alertSeq, reset: null };
      if (lastEventId > head) return { generation, cursor: head, reset: 'ahead' };
      if (lastEventId < alertFloor) return { generation, cursor: head, reset: 'dropped' };
      return { generation, cursor: lastEventId, reset: null };
    }
    throw new Error('the database changes its identity again and again');
  }

  /**
   * Takes the place before it waits: those who ask in the same moment go on from the same answer of the
   * database, and would not see each other.
   */
  async function begin(request: StreamRequest): Promise<(receiver: Receiver) => void> {
    const leave = takePlace(request);
    try {
      const start = await findStart(request);
      return (receiver) => {
        hub.open(start, request.principal, receiver, leave);
      };
    } catch (error) {
      leave();
      throw error;
    }
  }

  return {
    start() {
      hub.start();
      feed.start();
      news.start();
      pulse.start();
    },
    async stop() {
      stopping = true;
      await Promise.all([hub.stop(), pulse.stop(), feed.stop(), news.stop()]);
    },
    async prepare(request) {
      const open = await begin(request);
      return {
        open(sink) {
          open(createEventStreamReceiver(sink));
        },
      };
    },
    async subscribe(request) {
      const open = await begin(request);
      const { receiver, items } = createAlertSubscription(request.signal);
      open(receiver);
      return items;
    },
    state() {
      const unread = feed.lastError() ?? pulse.lastError();
      if (unread !== null) return { status: 'unavailable', reason: unread };
      if (ring.epoch === null)
        return { status: 'starting', reason: 'the database was not read yet' };
      const { status, lastError } = news.state();
      if (status === 'consuming') return { status: 'live', reason: null };
      return { status: 'degraded', reason: lastError ?? 'connecting to Kafka' };
    },
    figures() {
      const { open, eventsSent, stalled } = hub.figures();
      const known = pulse.latest();
      const behind = known?.epoch === ring.epoch ? known.alertSeq - ring.head : 0;
      return { open, eventsSent, stalled, behind: Math.max(0, behind) };
    },
  };
}
