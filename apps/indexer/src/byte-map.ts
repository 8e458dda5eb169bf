/** Values by the bytes that name them; keys are kept as they are given and must not change. */
export interface ByteMap<T> {
  readonly size: number;
  get(key: Uint8Array): T | undefined;
  /** Does nothing when the key's place is crowded: the map is a memory, not a register. */
  add(key: Uint8Array, value: T): void;
  clear(): void;
}

/** Keys that share a place, at most: whoever makes keys that collide makes them forgotten, not slow. */
const MOST_PROBES = 16;
const SMALLEST = 1_024;
const PRIME = 0x01000193;

/**
 * A hash table without strings: looking bytes up costs a fraction of making a string of them for a
 * `Map`. FNV-1a by four bytes, begun anywhere, so that nobody can prepare keys that collide.
 */
export function createByteMap<T>(): ByteMap<T> {
  const seed = Math.floor(Math.random() * 0x1_0000_0000) | 0;
  let size = 0;
  let hashes = new Int32Array(0);
  let entries: ({ key: Uint8Array; value: T } | undefined)[] = [];

  function hashOf(key: Uint8Array): number {
    let hash = seed ^ key.length;
    const whole = key.length & ~3;
    let at = 0;
    for (; at < whole; at += 4) {
      const word =
        (key[at] ?? 0) |
        ((key[at + 1] ?? 0) << 8) |
        ((key[at + 2] ?? 0) << 16) |
        ((key[at + 3] ?? 0) << 24);
      hash = Math.imul(hash ^ word, PRIME);
      hash ^= hash >>> 15;
    }
    for (; at < key.length; at++) hash = Math.imul(hash ^ (key[at] ?? 0), PRIME);
    return hash ^ (hash >>> 13);
  }

  function clear(capacity = SMALLEST): void {
    size = 0;
    hashes = new Int32Array(capacity);
    entries = new Array<undefined>(capacity);
  }

  function insert(hash: number, entry: { key: Uint8Array; value: T }): void {
    const mask = entries.length - 1;
    for (let probe = 0; probe < MOST_PROBES; probe++) {
      const place = (hash + probe) & mask;
      if (entries[place]) continue;
      hashes[place] = hash;
      entries[place] = entry;
      size += 1;
      return;
    }
  }

  function grow(): void {
    const before = { hashes, entries };
    clear(entries.length * 2);
    before.entries.forEach((entry, place) => {
      if (entry) insert(before.hashes[place] ?? 0, entry);
    });
  }

  clear();
  return {
    get size() {
      return size;
    },
    get(key) {
      const hash = hashOf(key);
      const mask = entries.length - 1;
      for (let probe = 0; probe < MOST_PROBES; probe++) {
        const place = (hash + probe) & mask;
        const entry = entries[place];
        if (!entry) return undefined;
        if (hashes[place] === hash && sameBytes(entry.key, key)) return entry.value;
      }
      return undefined;
    },
    add(key, value) {
      if (size * 2 >= entries.length) grow();
      insert(hashOf(key), { key, value });
    },
    clear: () => {
      clear();
    },
  };
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}
