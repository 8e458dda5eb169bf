import { setTimeout } from 'node:timers/promises';
import pLimit from 'p-limit';

/** Pages that are rendered at the same time. */
const AT_ONCE = 4;
/** More than these are not kept waiting but refused. */
const MOST_WAITING = 256;
/** A client that reads its page slowly, or not at all, holds up no other for longer. */
const LONGEST_MS = 1_000;

/**
 * Renders pages a few at a time: each takes milliseconds of the one thread, and the API's calls, which
 * take a fraction of one, are answered in between.
 */
export interface PageTurns {
  readonly isFull: boolean;
  /** Settles as the rendering does, which may take longer than its turn. */
  take(render: () => Promise<void>): Promise<void>;
}

export function createPageTurns({ longestMs = LONGEST_MS } = {}): PageTurns {
  const limit = pLimit(AT_ONCE);
  return {
    get isFull() {
      return limit.pendingCount >= MOST_WAITING;
    },
    async take(render) {
      let rendered: Promise<void> | undefined;
      await limit(async () => {
        rendered = render();
        const over = new AbortController();
        const turn = setTimeout(longestMs, undefined, { signal: over.signal, ref: false });
        await Promise.race([rendered.catch(() => undefined), turn]);
        turn.catch(() => undefined);
        over.abort();
      });
      await rendered;
    },
  };
}
