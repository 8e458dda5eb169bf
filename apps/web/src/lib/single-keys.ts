'use client';

import { useSyncExternalStore } from 'react';

const KEY = 'single-keys-off';
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // Another tab has changed it.
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

/** Kept in the browser: it belongs to a keyboard and not to an account. */
export function areSingleKeysOn(): boolean {
  return window.localStorage.getItem(KEY) === null;
}

export function switchSingleKeys(on: boolean): void {
  if (on) window.localStorage.removeItem(KEY);
  else window.localStorage.setItem(KEY, '1');
  for (const listener of listeners) listener();
}

/** Whether shortcuts of a single key act. */
export function useSingleKeys(): boolean {
  return useSyncExternalStore(subscribe, areSingleKeysOn, () => true);
}
