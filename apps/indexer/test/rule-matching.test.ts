import { encodeDetection, foldCase } from '@intellisite/contracts';
import type { ActiveRule } from '@intellisite/db';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchRules } from '../src/rule-matching.ts';
import { createSeriesCache } from '../src/series-cache.ts';

function rule(ruleVersionId: number, ...categories: string[]): ActiveRule {
  return {
    name: `rule ${ruleVersionId}`,
    version: 1,
    ruleVersionId,
    definition: { kind: 'category', categories: categories.map(foldCase) },
  };
}

function vehicle(category: string) {
  return { year: 2011, make: 'Toyota', model: 'Land Cruiser', category };
}

describe('rules', () => {
  it.each([
    ['SUV', true],
    ['suv', true],
    ['Wagon, SUV', true],
    ['SUV1992', false],
    ['Not an SUV', false],
    ['Sedan', false],
  ])('a rule for SUV and %s: %s', (category, matches) => {
    expect(matchRules([rule(7, 'SUV')], vehicle(category))).toEqual(matches ? [7] : []);
  });

  it('without a category match nothing', () => {
    expect(matchRules([rule(1)], vehicle('SUV'))).toEqual([]);
  });

  it('each raise one alert at most, however many of their categories the vehicle has', () => {
    expect(matchRules([rule(1, 'SUV', 'Wagon'), rule(2, 'wagon')], vehicle('SUV, Wagon'))).toEqual([
      1, 2,
    ]);
  });

  it('match exactly when a whole category is the same but for case', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z /]{0,10}[A-Za-z]$/);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), name, (names, wanted) => {
        const expected = names.some((one) => one.toLowerCase() === wanted.toLowerCase());
        const matched = matchRules([rule(1, wanted)], vehicle(names.join(', '))).length === 1;
        expect(matched).toBe(expected);
      }),
    );
  });
});

describe('the cache of series', () => {
  const now = Date.UTC(2026, 5, 1);
  const message = Buffer.from(encodeDetection({ vehicle: vehicle('SUV'), source: 'gate' }));

  it('recognises the same bytes as the same series', () => {
    const cache = createSeriesCache();
    expect(cache.recognise(message, now)).toEqual(cache.recognise(Buffer.from(message), now));
  });

  it('gives one series to different spellings of the same message', () => {
    const cache = createSeriesCache();
    const python = Buffer.from(
      "{'Model': 'Land Cruiser', 'Make': 'Toyota', 'Year': 2011, 'Category': 'SUV', 'Source': 'gate'}",
    );
    const [one, other] = [cache.recognise(message, now), cache.recognise(python, now)];
    expect('entry' in one && 'entry' in other && one.entry === other.entry).toBe(true);
  });

  it('keeps the time of each message that has one', () => {
    const cache = createSeriesCache();
    const at = (timestamp: number) =>
      cache.recognise(Buffer.from(encodeDetection({ vehicle: vehicle('SUV'), timestamp })), now);
    expect(at(now - 5_000)).toMatchObject({ timestamp: now - 5_000 });
    expect(at(now - 9_000)).toMatchObject({ timestamp: now - 9_000 });
  });

  it('matches again when the rules change', () => {
    const cache = createSeriesCache();
    const recognised = cache.recognise(message, now);
    if (!('entry' in recognised)) throw new Error('rejected');
    const match = (revision: number, ...rules: ActiveRule[]) =>
      cache.matches(recognised.entry, { revision, rules });
    expect(match(1, rule(1, 'SUV'))).toEqual([1]);
    expect(match(2, rule(2, 'Sedan'))).toEqual([]);
    expect(match(3, rule(3, 'suv'))).toEqual([3]);
  });
});
