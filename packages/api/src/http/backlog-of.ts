import type { ServerResponse } from 'node:http';

/** Node keeps what the kernel has not taken yet; its own socket time-outs look at the same figure. */
interface WritableHandle {
  readonly _handle?: { readonly writeQueueSize?: number } | null;
}

/**
 * Bytes that were written to a response and that the kernel has not taken. Moves while the client takes
 * something, also of a write that is large, as soon as the kernel tells: when a third of its own buffer is
 * free, which grows with the speed of the connection, to some MB. Does not move while the response waits
 * for an earlier one of its connection.
 */
export function backlogOf(response: ServerResponse): number {
  const queued = (response.socket as WritableHandle | null)?._handle?.writeQueueSize ?? 0;
  return response.writableLength + queued;
}
