import { LRUCache } from 'lru-cache';

/** Values that never change, kept up to a number of bytes. */
export interface SharedCache<Value> {
  /** What is kept, or else what `read` answers: read once for all who ask for it meanwhile. */
  get(key: string, read: () => Promise<Value>): Promise<Value>;
  /** What is kept, if anything. */
  peek(key: string): Value | undefined;
  keep(key: string, value: Value): void;
}

export function createSharedCache<Value extends object>(
  maxBytes: number,
  bytesOf: (value: Value) => number,
): SharedCache<Value> {
  const kept = new LRUCache<string, Value>({
    maxSize: Math.ceil(maxBytes),
    // A key can be larger than its value: it holds all that a filter says. Zero is refused.
    sizeCalculation: (value, key) => 1 + key.length + bytesOf(value),
  });
  const pending = new Map<string, Promise<Value>>();

  async function readAndKeep(key: string, read: () => Promise<Value>): Promise<Value> {
    try {
      const value = await read();
      kept.set(key, value);
      return value;
    } finally {
      pending.delete(key);
    }
  }

  return {
    async get(key, read) {
      const known = kept.get(key);
      if (known) return known;
      const begun = pending.get(key) ?? readAndKeep(key, read);
      pending.set(key, begun);
      return await begun;
    },
    peek: (key) => kept.get(key),
    keep(key, value) {
      kept.set(key, value);
    },
  };
}
