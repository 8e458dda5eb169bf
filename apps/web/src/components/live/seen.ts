/** The newest alert that the person has seen on this device; 0 before the first. */
export interface SeenStore {
  subscribe: (listener: () => void) => () => void;
  seq: () => number;
  see(seq: number): void;
}

const KEY = 'alerts-seen';
const listeners = new Set<() => void>();

function read(): number {
  const stored = Number(window.localStorage.getItem(KEY) ?? 0);
  return Number.isSafeInteger(stored) ? stored : 0;
}

/** Kept in the browser: which alerts somebody has looked at is nothing that the server knows of. */
export const seenStore: SeenStore = {
  subscribe(listener) {
    listeners.add(listener);
    // Another tab has seen more.
    window.addEventListener('storage', listener);
    return () => {
      listeners.delete(listener);
      window.removeEventListener('storage', listener);
    };
  },
  seq: read,
  see(seq) {
    if (seq <= read()) return;
    window.localStorage.setItem(KEY, String(seq));
    for (const listener of listeners) listener();
  },
};
