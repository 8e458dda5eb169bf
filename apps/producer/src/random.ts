/**
 * Numbers that look random, from 0 up to but not including 1; the same seed gives the same numbers
 * on every machine (Mulberry32). Good enough to draw cars, not to keep secrets.
 *
 * @param seed a whole number; its lowest 32 bits count
 */
export function createRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Draws an item as often as its weight says: `choose(random())`, in logarithmic time. */
export function createWeightedChoice<T extends { weight: number }>(
  items: readonly T[],
): (random: number) => T {
  const ends = new Float64Array(items.length);
  let total = 0;
  for (const [index, item] of items.entries()) ends[index] = total += item.weight;

  return (random) => {
    const point = random * total;
    let low = 0;
    let high = items.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ends[middle] ?? 0) > point) high = middle;
      else low = middle + 1;
    }
    const item = items[low];
    if (item === undefined) throw new Error('There is nothing to choose from.');
    return item;
  };
}
