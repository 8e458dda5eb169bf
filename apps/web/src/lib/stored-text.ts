/** A text that this browser keeps, for all tabs. */
export interface StoredText {
  /** For `useSyncExternalStore`: told of changes here and in other tabs. */
  subscribe: (listener: () => void) => () => void;
  /** Empty while nothing was written. */
  read: () => string;
  write: (text: string) => void;
}

/** For what belongs to a device and not to an account. */
export function createStoredText(key: string): StoredText {
  const listeners = new Set<() => void>();
  return {
    subscribe(listener) {
      listeners.add(listener);
      window.addEventListener('storage', listener);
      return () => {
        listeners.delete(listener);
        window.removeEventListener('storage', listener);
      };
    },
    read: () => window.localStorage.getItem(key) ?? '',
    write(text) {
      window.localStorage.setItem(key, text);
      for (const listener of listeners) listener();
    },
  };
}
