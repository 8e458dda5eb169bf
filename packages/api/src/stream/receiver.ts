import type { EndReason, ResetReason } from '@intellisite/contracts';
import type { AlertRun } from './frame-slab.ts';

/** What a receiver tells of itself. */
export interface ReceiverEvents {
  /** After it answered false: it can take more. */
  drained(): void;
  /** Once: it is gone, for whatever reason. */
  closed(): void;
}

/**
 * Who a stream is given to. What is given is taken in any case; false says that the receiver is slower
 * and wants no more before `drained`.
 */
export interface Receiver {
  /** First of all: alerts after `cursor` follow. */
  open(events: ReceiverEvents, cursor: number): boolean;
  alerts(run: AlertRun): boolean;
  reset(reason: ResetReason, head: number): boolean;
  heartbeat(): boolean;
  /** Last of all: gone after what it was given has left. */
  end(reason: EndReason): void;
  destroy(): void;
  /** How much of what it was given has not left: moves while it takes anything at all. */
  backlog(): number;
}
