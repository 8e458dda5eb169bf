import { expect, it } from 'vitest';
import { createSharedCache } from '../src/log/shared-cache.ts';

it('counts what is asked as well as what is answered: a filter can be longer than its rows', () => {
  const cache = createSharedCache<number[]>(10_000, (numbers) => 8 * numbers.length);
  const keys = Array.from({ length: 10 }, (_, nth) => `${String(nth)} ${'x'.repeat(2_000)}`);
  for (const key of keys) cache.keep(key, []);
  expect(keys.filter((key) => cache.peek(key) !== undefined)).toEqual(keys.slice(-4));
});
