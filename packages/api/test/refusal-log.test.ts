import { eventually } from '@intellisite/service/testing';
import { expect, test } from 'vitest';
import { createInstallation } from './support.ts';

test('a flood of refused requests is a few lines and a number, and others have their own lines', async () => {
  const installation = await createInstallation();
  const api = await installation.startApi({ changes: { TRUST_PROXY: true } });
  const refuse = (address: string) =>
    fetch(`${api.url}/stats`, { headers: { 'x-forwarded-for': address } });
  await Promise.all(Array.from({ length: 100 }, () => refuse('192.0.2.66')));
  await refuse('192.0.2.1');
  const linesOf = (address: string) =>
    api.logged
      .map((line) => JSON.parse(line) as { address?: string; more?: number })
      .filter((entry) => entry.address === address);
  const lines = await eventually('all of them are accounted for', () => {
    const all = linesOf('192.0.2.66');
    return all.reduce((sum, { more = 1 }) => sum + more, 0) === 100 ? all : null;
  });
  expect(lines.length).toBeLessThan(100);
  expect(linesOf('192.0.2.1')).toHaveLength(1);
});
