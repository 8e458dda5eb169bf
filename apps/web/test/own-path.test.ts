import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOME, ownPath, signInPath } from '../src/auth/own-path.ts';

const OWN = 'https://intellisite.test';

/** Text that addresses are made of, and that parsers differ about. */
const address = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '/',
        '//',
        '\\',
        'dashboard',
        '/dashboard',
        '..',
        '.',
        ':',
        '@',
        '?',
        '#',
        '%2f',
        '%5c',
        '%2e%2e',
        '\t',
        '\n',
        '\r',
        'https:',
        'javascript:',
        'evil.example',
        'intellisite.test',
        '\u0000',
        '\u3002',
      ),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.join(''));

test('wherever it points, a browser that follows it stays within the dashboard', () => {
  fc.assert(
    fc.property(address, (target) => {
      const path = ownPath(target);
      const { origin, pathname } = new URL(path, `${OWN}/sign-in`);
      expect(origin).toBe(OWN);
      expect(pathname).toMatch(/^\/dashboard(\/|$)/);
      // As the value of a header, and read once more, it is the same.
      expect(path).toMatch(/^[\x21-\x7e]+$/);
      expect(ownPath(path)).toBe(path);
    }),
    { numRuns: 5_000 },
  );
});

test('a view keeps its query and its place', () => {
  for (const path of [
    '/dashboard',
    '/dashboard/detections?make=Kia%2CFord&year=2010..2015#123',
    '/dashboard/alerts?make=%C5%A0koda',
  ]) {
    expect(ownPath(path)).toBe(path);
    expect(new URL(signInPath(path), OWN).searchParams.get('next') ?? HOME).toBe(path);
  }
});

test('nowhere in particular is the start of the dashboard, and needs no mention', () => {
  for (const target of [null, undefined, '', '/', 'https://evil.example/dashboard']) {
    expect(ownPath(target)).toBe(HOME);
    expect(signInPath(target)).toBe('/sign-in');
  }
});
