import type { EventStreamBody } from '../http/api-response.ts';
import type { StreamItem, StreamRequest } from './stream-request.ts';

export interface StreamFigures {
  open: number;
  /** Alerts sent, over all streams. */
  eventsSent: number;
  /** Streams ended because their client took nothing. */
  stalled: number;
  /** Alerts that the database has and the streams do not. */
  behind: number;
}

export interface AlertStreamsState {
  /** Degraded: Kafka is away, alerts are looked for every second. Unavailable: Postgres is away. */
  status: 'starting' | 'live' | 'degraded' | 'unavailable';
  /** Why it is not live; null when it is. */
  reason: string | null;
}

/** The live alerts of one API process, for any number of clients. */
export interface AlertStreams {
  start(): void;
  /** Ends every stream with `event: end`, all at once; within 2 s, also those that take nothing. */
  stop(): Promise<void>;
  /**
   * Fixes where the stream begins: send the headers after it. The body holds nothing but the user's place
   * until it is opened: that is given back when the stream is gone, or when `signal` aborts.
   *
   * @throws AppError stopping, or rate_limited: the user has too many open
   * @throws the database's error when it is away
   */
  prepare(request: StreamRequest): Promise<EventStreamBody>;
  /**
   * The same as objects, for tRPC: begins where it stood when the promise resolved, ends after an `end`
   * item, when `signal` aborts or when the consumer returns. Pull, and nothing is gathered meanwhile.
   *
   * @throws as `prepare`; the iteration throws AppError busy after 30 s in which nothing was pulled
   */
  subscribe(request: StreamRequest): Promise<AsyncIterable<StreamItem>>;
  state(): AlertStreamsState;
  figures(): StreamFigures;
}
