import type { Alert, EndReason, ResetReason, Role } from '@intellisite/contracts';

/** Whose stream it is: what has to hold for it to stay open. */
export interface StreamPrincipal {
  readonly userId: string;
  readonly sessionId: string;
  readonly role: Role;
  /** In ms since 1970. */
  readonly tokenExpiresAt: number;
}

export interface StreamRequest {
  principal: StreamPrincipal;
  /** Number of the last alert that the client has; 0: from the beginning; left out: from now on. */
  lastEventId?: number | undefined;
  /** Aborts when nobody waits for the stream any more. */
  signal: AbortSignal;
}

/** What a stream brings, as an object. */
export type StreamItem =
  /** The first one: alerts after `head` follow. */
  | { readonly type: 'begin'; readonly head: number }
  | { readonly type: 'alert'; readonly alert: Alert }
  /** It does not go on where it was asked to, but after `head`. */
  | { readonly type: 'reset'; readonly reason: ResetReason; readonly head: number }
  /** The last one. */
  | { readonly type: 'end'; readonly reason: EndReason };
