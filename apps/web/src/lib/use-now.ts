'use client';

import { useSyncExternalStore } from 'react';

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

/** The time in ms, each second anew, of one clock for the whole page. `atFirst` is what the server had. */
export function useNow(atFirst: number): number {
  return useSyncExternalStore(
    subscribe,
    () => (now === 0 ? atFirst : now),
    () => atFirst,
  );
}
