import { expect, test } from 'vitest';
import { detectionNumberOf } from '../src/components/palette/detection-number.ts';

test.each([
  ['1204', 1_204],
  [' #1204 ', 1_204],
  ['1,204', 1_204],
  ['1.204.331', 1_204_331],
  ['1 204', 1_204],
  ['12’480', 12_480],
])('reads %j as the number of a detection', (text, number) => {
  expect(detectionNumberOf(text)).toBe(number);
});

test.each(['', '0', 'x', '12a', '-4', '1,20', '1,2045', '9'.repeat(17), 'toyota 4'])(
  'reads %j as no number',
  (text) => {
    expect(detectionNumberOf(text)).toBeNull();
  },
);
