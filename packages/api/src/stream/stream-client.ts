import type { ResetReason } from '@intellisite/contracts';
import type { Receiver } from './receiver.ts';
import type { StreamPrincipal } from './stream-request.ts';

/** Where a stream begins. */
export interface StreamStart {
  /** Of the ring: the numbers are its. */
  readonly generation: number;
  /** Alerts after this number follow. */
  readonly cursor: number;
  /** Why that is not where it was asked to begin. */
  readonly reset: ResetReason | null;
}

/** One open stream: a cursor over the log of alerts. */
export interface StreamClient {
  readonly receiver: Receiver;
  readonly principal: StreamPrincipal;
  generation: number;
  /** Number of the last alert that it was given. */
  cursor: number;
  /** What it has to be told before it goes on. */
  reset: ResetReason | null;
  /** The receiver wants no more for now. */
  blocked: boolean;
  /** A page that it needs is being read. */
  loading: boolean;
  /** It was told that it ends. */
  ending: boolean;
  /** Its session was looked at since it was opened. */
  checked: boolean;
  /** When it was given something last, or took something while blocked, in `performance.now`. */
  movedAt: number;
  /** The receiver's backlog at that time. */
  backlog: number;
  /** Where it is in the list of clients. */
  index: number;
}

export function createStreamClient(
  start: StreamStart,
  principal: StreamPrincipal,
  receiver: Receiver,
): StreamClient {
  return {
    ...start,
    receiver,
    principal,
    blocked: false,
    loading: false,
    ending: false,
    checked: false,
    movedAt: performance.now(),
    backlog: 0,
    index: -1,
  };
}
