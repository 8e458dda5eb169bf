import { useSyncExternalStore } from 'react';

/** Code that a page begins without: it is loaded when it is wanted first, and then kept. */
export interface Late<T> {
  /** Resolves when it is there; rejects where the server is not, and then may be called again. */
  want: () => Promise<T>;
  /** For `useSyncExternalStore`. */
  subscribe: (listener: () => void) => () => void;
  /** Null: not there yet. */
  loaded: () => T | null;
}

/** `load` is an `import()`: what it names becomes a script of its own. */
export function createLate<T>(load: () => Promise<T>): Late<T> {
  const listeners = new Set<() => void>();
  let loading: Promise<T> | null = null;
  let loaded: T | null = null;
  return {
    want() {
      loading ??= load().then(
        (its) => {
          loaded = its;
          for (const listener of listeners) listener();
          return its;
        },
        (error: unknown) => {
          loading = null;
          throw error;
        },
      );
      return loading;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    loaded: () => loaded,
  };
}

/** What is loaded of it; null before, and while the server renders. */
export function useLate<T>({ subscribe, loaded }: Late<T>): T | null {
  return useSyncExternalStore(subscribe, loaded, () => null);
}
