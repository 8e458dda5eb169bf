/** Numbers that follow from a seed alone, so that a run can be made again. */
export interface Random {
  /** In [0, 1). */
  fraction(): number;
  /** An integer in [0, below). */
  below(below: number): number;
  /** An integer in [least, most]. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  /** One of the items; there must be one. */
  pick<T>(items: readonly T[]): T;
  shuffled<T>(items: readonly T[]): T[];
  /** An independent sequence: what one part draws does not move another. */
  fork(): Random;
}

/** Mulberry32, https://gist.github.com/tommyettinger/46a874533244883189143505d203312c (public domain). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function fraction(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }
  const random: Random = {
    fraction,
    below: (below) => Math.floor(fraction() * below),
    between: (least, most) => least + random.below(most - least + 1),
    chance: (probability) => fraction() < probability,
    pick(items) {
      if (items.length === 0) throw new RangeError('there is nothing to pick from');
      return items[random.below(items.length)] as (typeof items)[number];
    },
    shuffled: (items) =>
      items
        .map((item) => ({ item, rank: fraction() }))
        .sort((left, right) => left.rank - right.rank)
        .map(({ item }) => item),
    fork: () => createRandom(Math.floor(fraction() * 0x1_0000_0000)),
  };
  return random;
}
