import { expect, test } from 'vitest';
import { findFreePort } from '../src/ports.ts';

test('no port is given twice while those live who were given it', async () => {
  const given: number[] = [];
  for (let asked = 0; asked < 500; asked++) given.push(await findFreePort());
  expect(new Set(given).size).toBe(500);
});
