/** Values by the bytes that name them. */
export interface ByteMap<T> {
  readonly size: number;
  /** Of all keys together. */
  readonly keyBytes: number;
  get(key: Uint8Array): T | undefined;
  /** Copies the key. Does nothing when its place is crowded: the map is a memory, not a register. */
  add(key: Uint8Array, value: T): void;
  clear(): void;
}

/** Keys that share a place, at most: whoever makes keys that collide makes them forgotten, not slow. */
const MOST_PROBES = 16;
const SMALLEST = 1_024;
const SMALLEST_KEPT = 64 * 1_024;
const PRIME = 0x01000193;

/** What a place holds: the hash, where the key begins, how long it is, and the value's index plus one (0: free). */
const PLACE = 4;

/**
 * A hash table without strings and without an object for each key: looking up costs few reads of memory
 * that is not in the processor's cache, and these are what it costs. FNV-1a by four bytes, begun
 * anywhere, so that nobody can prepare keys that collide.
 */
export function createByteMap<T>(): ByteMap<T> {
  const seed = Math.floor(Math.random() * 0x1_0000_0000) | 0;
  let size = 0;
  let mask = 0;
  let places = new Int32Array(0);
  let values: T[] = [];
  /** The bytes of all keys, one after the other. */
  let kept = new DataView(new ArrayBuffer(0));
  let keyBytes = 0;
  /** Keys come in many from the same memory. */
  let latest: DataView = kept;

  function viewOf({ buffer }: Uint8Array): DataView {
    if (latest.buffer !== buffer) latest = new DataView(buffer);
    return latest;
  }

  function hashOf(view: DataView, from: number, length: number): number {
    let hash = seed ^ length;
    const whole = from + (length & ~3);
    const end = from + length;
    let at = from;
    for (; at < whole; at += 4) {
      hash = Math.imul(hash ^ view.getInt32(at, true), PRIME);
      hash ^= hash >>> 15;
    }
    for (; at < end; at++) hash = Math.imul(hash ^ view.getUint8(at), PRIME);
    return hash ^ (hash >>> 13);
  }

  function isKept(begin: number, view: DataView, from: number, length: number): boolean {
    const whole = length & ~3;
    let at = 0;
    for (; at < whole; at += 4) {
      if (kept.getInt32(begin + at, true) !== view.getInt32(from + at, true)) return false;
    }
    for (; at < length; at++) {
      if (kept.getUint8(begin + at) !== view.getUint8(from + at)) return false;
    }
    return true;
  }

  /** Of the first that is free for this hash; -1: none. */
  function freePlace(hash: number): number {
    for (let probe = 0; probe < MOST_PROBES; probe++) {
      const place = ((hash + probe) & mask) * PLACE;
      if (places[place + 3] === 0) return place;
    }
    return -1;
  }

  function makePlaces(count: number): void {
    size = 0;
    mask = count - 1;
    places = new Int32Array(count * PLACE);
  }

  function grow(): void {
    const before = places;
    makePlaces((mask + 1) * 2);
    for (let old = 0; old < before.length; old += PLACE) {
      if (before[old + 3] === 0) continue;
      const place = freePlace(before[old] ?? 0);
      if (place === -1) continue;
      places.set(before.subarray(old, old + PLACE), place);
      size += 1;
    }
  }

  function keep(key: Uint8Array): number {
    const begin = keyBytes;
    keyBytes += key.length;
    if (keyBytes > kept.byteLength) {
      const larger = new Uint8Array(Math.max(kept.byteLength * 2, keyBytes));
      larger.set(new Uint8Array(kept.buffer));
      kept = new DataView(larger.buffer);
    }
    new Uint8Array(kept.buffer).set(key, begin);
    return begin;
  }

  function clear(): void {
    makePlaces(SMALLEST);
    values = [];
    kept = new DataView(new ArrayBuffer(SMALLEST_KEPT));
    keyBytes = 0;
    latest = kept;
  }

  clear();
  return {
    get size() {
      return size;
    },
    get keyBytes() {
      return keyBytes;
    },
    get(key) {
      const view = viewOf(key);
      const { byteOffset, length } = key;
      const hash = hashOf(view, byteOffset, length);
      for (let probe = 0; probe < MOST_PROBES; probe++) {
        const place = ((hash + probe) & mask) * PLACE;
        const index = places[place + 3] ?? 0;
        if (index === 0) return undefined;
        if (places[place] !== hash || places[place + 2] !== length) continue;
        if (isKept(places[place + 1] ?? 0, view, byteOffset, length)) return values[index - 1];
      }
      return undefined;
    },
    add(key, value) {
      if (size * 2 > mask) grow();
      const hash = hashOf(viewOf(key), key.byteOffset, key.length);
      const place = freePlace(hash);
      if (place === -1) return;
      places[place] = hash;
      places[place + 1] = keep(key);
      places[place + 2] = key.length;
      places[place + 3] = values.push(value);
      size += 1;
    },
    clear,
  };
}
