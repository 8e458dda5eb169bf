import type { EndReason, ResetReason } from '@intellisite/contracts';

/** How long a client is to wait before it comes back: clients of one server must not return as one. */
const RETRY_MS = { least: 2_000, most: 5_000 };

function retryLine(): string {
  const { least, most } = RETRY_MS;
  return `retry: ${Math.round(least + (most - least) * Math.random())}\n`;
}

/** A comment: proxies and clients see that the connection lives. */
export const HEARTBEAT = Buffer.from(': still here\n\n');

/**
 * The first bytes. The id alone is no event, but `EventSource` keeps it: a client whose connection breaks
 * before its first alert asks for what it missed, and does not begin anew.
 */
export function openingFrame(cursor: number): Buffer {
  return Buffer.from(`${retryLine()}id: ${cursor}\n: alerts follow\n\n`);
}

/** The last bytes. */
export function endFrame(reason: EndReason): Buffer {
  return Buffer.from(`event: end\n${retryLine()}data: ${JSON.stringify({ reason })}\n\n`);
}

/** It goes on after `head`, which is given as the id too: a client that returns asks for what follows. */
export function resetFrame(reason: ResetReason, head: number): Buffer {
  return Buffer.from(`id: ${head}\nevent: reset\ndata: ${JSON.stringify({ reason, head })}\n\n`);
}
