import type { ServerResponse } from 'node:http';
import type { Rows } from './api-response.ts';
import { backlogOf } from './backlog-of.ts';
import { endAtOnce } from './end-at-once.ts';
import { watchForStall, type StallOptions } from './stall-watch.ts';

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
  options: StallOptions,
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

/** Until what was written has left. */
async function untilTaken(
  response: ServerResponse,
  event: 'drain' | 'finish',
  options: StallOptions,
): Promise<void> {
  await new Promise<void>((resolve) => {
    const stopWatching = watchForStall(() => backlogOf(response), options);
    function over(): void {
      stopWatching();
      response.off(event, over);
      response.off('close', over);
      resolve();
    }
    response.on(event, over);
    response.on('close', over);
  });
}
