import { expect, test } from 'vitest';
import { createRowTails } from '../src/log/row-format.ts';

test('what is kept of each series keeps no more memory than its own', () => {
  const members = (series: number) => ({
    year: 2011,
    make: 'Kia',
    model: `Model ${String(series)}`,
    category: 'SUV',
    categories: ['SUV'],
    source: 'north gate',
  });
  const tails = createRowTails({ members });
  for (let series = 0; series < 100; series++) {
    const tail = tails.of('object', series);
    expect(tail.toString()).toContain(`"model":"Model ${String(series)}"`);
    expect(tail.buffer.byteLength).toBe(tail.length);
  }
});
