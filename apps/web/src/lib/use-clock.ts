'use client';

import { createContext, use, useSyncExternalStore } from 'react';

const EVERY_MS = 1_000;
const listeners = new Set<() => void>();
let now = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      for (const notify of listeners) notify();
    }, EVERY_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/** When the server rendered the page, in ms since 1970: the first picture in the browser is of that time. */
export const RenderedAtContext = createContext(0);

/**
 * Something that is read from the time (ms since 1970), of one clock for the whole page that ticks each
 * second. What shows it is rendered anew only when it has changed: what is read must be a plain value.
 */
export function useClock<T extends string | number | boolean | null>(read: (now: number) => T): T {
  const renderedAt = use(RenderedAtContext);
  return useSyncExternalStore(
    subscribe,
    () => read(now === 0 ? renderedAt : now),
    () => read(renderedAt),
  );
}
