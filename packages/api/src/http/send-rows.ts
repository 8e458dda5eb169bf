import type { ServerResponse } from 'node:http';
import type { Rows } from './api-response.ts';
import { backlogOf } from './backlog-of.ts';
import { endAtOnce } from './end-at-once.ts';

export interface SendRowsOptions {
  /** How long a client may take nothing, in ms. */
  stallMs: number;
  /** It took nothing for so long: has to end the response. */
  onStall: () => void;
}

/** In the time that a client may take nothing. */
const LOOKS = 30;

/**
 * Sends rows as fast as the client takes them, and then ends the response. Rows that fail break it off,
 * so that the client does not take a part for the whole; a response that has ended ends the rows.
 *
 * @returns when the last bytes have left, or the response has ended. Never rejects: what failed is for
 *   whoever makes the rows to tell
 */
export async function sendRows(
  response: ServerResponse,
  rows: Rows,
  options: SendRowsOptions,
): Promise<void> {
  try {
    for await (const chunk of rows) {
      if (response.destroyed) return;
      if (!response.write(chunk)) await untilTaken(response, 'drain', options);
    }
  } catch {
    endAtOnce(response);
    return;
  }
  if (response.destroyed) return;
  response.end();
  await untilTaken(response, 'finish', options);
}

/**
 * Until what was written has left. Looks at it are counted, and not the time between them: after a pause
 * of this process, it is not the client that has to answer for it.
 */
async function untilTaken(
  response: ServerResponse,
  event: 'drain' | 'finish',
  { stallMs, onStall }: SendRowsOptions,
): Promise<void> {
  await new Promise<void>((resolve) => {
    let known = backlogOf(response);
    let unmoved = 0;
    const timer = setInterval(() => {
      const backlog = backlogOf(response);
      unmoved = backlog === known ? unmoved + 1 : 0;
      known = backlog;
      if (unmoved >= LOOKS) onStall();
    }, stallMs / LOOKS);
    function over(): void {
      clearInterval(timer);
      response.off(event, over);
      response.off('close', over);
      resolve();
    }
    response.on(event, over);
    response.on('close', over);
  });
}
