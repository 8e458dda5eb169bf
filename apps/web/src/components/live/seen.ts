import { useSyncExternalStore } from 'react';
import { useAlertStream } from './alert-stream-provider.tsx';

const KEY = 'alerts-seen';
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // Another tab has seen more.
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

function read(): number | null {
  const stored = window.localStorage.getItem(KEY);
  return stored !== null && /^\d{1,15}$/.test(stored) ? Number(stored) : null;
}

/** Remembers on this device that all alerts up to this number were seen. */
export function see(seq: number): void {
  window.localStorage.setItem(KEY, String(seq));
  for (const listener of listeners) listener();
}

export interface Seen {
  /** The last alert that was seen. */
  upTo: number;
  /** How many came after it: numbers have no gaps. */
  unseen: number;
}

/**
 * What the person has seen on this device. On a device that is new, and where the numbers have begun anew,
 * all that there is counts as seen. On the server, everything does.
 */
export function useSeen(): Seen {
  const { head } = useAlertStream();
  const stored = useSyncExternalStore(subscribe, read, () => null);
  const newest = head ?? 0;
  if (stored === null || stored > newest) return { upTo: newest, unseen: 0 };
  return { upTo: stored, unseen: newest - stored };
}
