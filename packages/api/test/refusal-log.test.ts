import { eventually } from '@intellisite/service/testing';
import { expect, test } from 'vitest';
import { createInstallation } from './support.ts';

interface Line {
  address?: string;
  more?: number;
}

test('a flood of refused requests is a few lines and a number, and others have their own lines', async () => {
  const { refuse, linesAbout } = await startRefusing();
  await Promise.all(Array.from({ length: 100 }, () => refuse('192.0.2.66')));
  await refuse('192.0.2.1');
  const lines = await eventually('all of them are accounted for', () => {
    const all = linesAbout('192.0.2.66');
    return sum(all) === 100 ? all : null;
  });
  expect(lines.length).toBeLessThan(100);
  expect(linesAbout('192.0.2.1')).toHaveLength(1);
});

test('the addresses of one network of IPv6 have no more lines than one address', async () => {
  const { refuse, linesAbout } = await startRefusing();
  const network = '2001:db8:1:2:';
  await Promise.all(
    Array.from({ length: 100 }, (_, host) => refuse(`${network}:${host.toString(16)}`)),
  );
  await eventually('all of them are accounted for', () =>
    sum([...linesAbout(network), ...linesAbout('20010db800010002::/64')]) === 100 ? true : null,
  );
  expect(linesAbout(network).length).toBeLessThan(100);
});

async function startRefusing() {
  const installation = await createInstallation();
  const api = await installation.startApi({ changes: { TRUST_PROXY: true } });
  return {
    refuse: (address: string) =>
      fetch(`${api.url}/stats`, { headers: { 'x-forwarded-for': address } }),
    linesAbout: (address: string): Line[] =>
      api.logged
        .map((line) => JSON.parse(line) as Line)
        .filter((line) => line.address?.startsWith(address)),
  };
}

/** Of the requests that the lines are about. */
function sum(lines: readonly Line[]): number {
  return lines.reduce((total, { more = 1 }) => total + more, 0);
}
