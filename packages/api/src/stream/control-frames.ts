import type { EndReason, ResetReason } from '@intellisite/contracts';

/** Different waits before clients come back: as many as buffers that are shared by all of them. */
const VARIANTS = 32;
const RETRY_MS = { least: 2_000, most: 5_000 };

function retryLine(variant: number): string {
  const { least, most } = RETRY_MS;
  return `retry: ${Math.round(least + ((most - least) * variant) / (VARIANTS - 1))}\n`;
}

function variants(text: (retry: string) => string): readonly Buffer[] {
  return Array.from({ length: VARIANTS }, (_, variant) => Buffer.from(text(retryLine(variant))));
}

function oneOf(buffers: readonly Buffer[]): Buffer {
  return buffers[Math.floor(Math.random() * buffers.length)] ?? HEARTBEAT;
}

/** A comment: proxies and clients see that the connection lives. */
export const HEARTBEAT = Buffer.from(': still here\n\n');

const OPENINGS = variants((retry) => `${retry}: alerts follow\n\n`);

/** The first bytes: how long to wait before coming back, which differs among clients. */
export function openingFrame(): Buffer {
  return oneOf(OPENINGS);
}

const ENDINGS: Record<EndReason, readonly Buffer[]> = {
  shutdown: endings('shutdown'),
  token_expired: endings('token_expired'),
  session_ended: endings('session_ended'),
};

function endings(reason: EndReason): readonly Buffer[] {
  return variants((retry) => `event: end\n${retry}data: ${JSON.stringify({ reason })}\n\n`);
}

/** The last bytes. The wait is given once more: clients whose server stops must not return as one. */
export function endFrame(reason: EndReason): Buffer {
  return oneOf(ENDINGS[reason]);
}

/** It goes on after `head`, which is given as the id too: a client that returns asks for what follows. */
export function resetFrame(reason: ResetReason, head: number): Buffer {
  return Buffer.from(`id: ${head}\nevent: reset\ndata: ${JSON.stringify({ reason, head })}\n\n`);
}
