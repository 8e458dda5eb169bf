import fc from 'fast-check';
import { expect, test } from 'vitest';
import { categoriesOf, foldCase } from '../src/index.ts';
import { categoryName } from './arbitraries.ts';

test('a text names categories separated by commas, in order, once each', () => {
  expect(categoriesOf('SUV')).toEqual(['suv']);
  expect(categoriesOf('Coupe, Convertible')).toEqual(['coupe', 'convertible']);
  expect(categoriesOf(' Van/Minivan ,, suv, SUV,')).toEqual(['van/minivan', 'suv']);
  expect(categoriesOf(' , ')).toEqual([]);
});

test('texts that differ in case or composition fold to the same', () => {
  expect(foldCase('STRASSE')).toBe(foldCase('straße'));
  expect(foldCase('CITROËN')).toBe(foldCase('citroe\u0308n'));
  expect(foldCase('ΦΟΡΤΗΓΌΣ')).toBe(foldCase('φορτηγός'));
  expect(foldCase('SUV')).not.toBe(foldCase('SUW'));
});

test('joined names come apart again', () => {
  fc.assert(
    fc.property(fc.uniqueArray(categoryName, { selector: foldCase }), (names) => {
      expect(categoriesOf(names.join(', '))).toEqual(names.map((name) => foldCase(name)));
    }),
  );
});
