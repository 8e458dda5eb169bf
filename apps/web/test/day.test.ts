import { expect, test } from 'vitest';
import { dayOf } from '../src/lib/day.ts';

const HOUR = 3_600_000;

const hoursOf = (now: number, timeZone: string): [string, number] => {
  const { start, end } = dayOf(now, timeZone);
  return [new Date(start).toISOString(), (end - start) / HOUR];
};

test('a day ends at the next midnight of its zone, also where clocks change', () => {
  expect(hoursOf(Date.UTC(2026, 10, 30, 23, 30), 'Europe/Berlin')).toEqual([
    '2026-11-30T23:00:00.000Z',
    24,
  ]);
  expect(hoursOf(Date.UTC(2026, 2, 29, 12), 'Europe/Berlin')).toEqual([
    '2026-03-28T23:00:00.000Z',
    23,
  ]);
  expect(hoursOf(Date.UTC(2026, 9, 25, 22, 59), 'Europe/Berlin')).toEqual([
    '2026-10-24T22:00:00.000Z',
    25,
  ]);
});

test('a day of a zone that has no midnight begins when it begins there', () => {
  // In Beirut, clocks go from 24:00 to 01:00.
  expect(hoursOf(Date.UTC(2026, 2, 28, 12), 'Asia/Beirut')).toEqual([
    '2026-03-27T22:00:00.000Z',
    24,
  ]);
  expect(hoursOf(Date.UTC(2026, 2, 29, 12), 'Asia/Beirut')).toEqual([
    '2026-03-28T22:00:00.000Z',
    23,
  ]);
});
