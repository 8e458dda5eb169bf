import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createByteMap } from '../src/byte-map.ts';

describe('a map by bytes', () => {
  it('answers for each key what was added under it, and nothing for others', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 12 })), fc.uint8Array(), (keys, other) => {
        const map = createByteMap<string>();
        const known = new Map<string, Uint8Array>();
        for (const key of keys) {
          const name = key.join();
          if (!known.has(name)) map.add(key, name);
          known.set(name, key);
        }
        for (const [name, key] of known) expect(map.get(Uint8Array.from(key))).toBe(name);
        if (!known.has(other.join())) expect(map.get(other)).toBeUndefined();
        expect(map.size).toBe(known.size);
      }),
    );
  });

  it('keeps nearly all of many keys, and forgets them all when it is cleared', () => {
    const map = createByteMap<number>();
    const keys = Array.from({ length: 50_000 }, (_, n) =>
      Buffer.from(`{"Year":2020,"Make":"${String(n)}"}`),
    );
    keys.forEach((key, n) => {
      map.add(key, n);
    });
    const found = keys.map((key) => map.get(key));
    found.forEach((value, n) => {
      if (value !== undefined) expect(value).toBe(n);
    });
    expect(found.filter((value) => value !== undefined).length).toBeGreaterThan(49_900);
    map.clear();
    expect([map.size, ...keys.map((key) => map.get(key))].filter(Boolean)).toEqual([]);
  });
});
