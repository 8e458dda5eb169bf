import type { Attack } from '../attack.ts';
import { flood } from '../flood.ts';

const AS_FAST_AS_ANSWERED = {
  full: { connections: 64, seconds: 8 },
  short: { connections: 4, seconds: 2 },
} as const;

/** What blows up a regular expression that backtracks, or a LIKE that is not escaped. */
const HOSTILE_TEXTS = [
  `${'a'.repeat(4_000)}!`,
  '%'.repeat(2_000),
  '_%'.repeat(1_000),
  `(${'a+'.repeat(500)})+$`,
  "' OR pg_sleep(5) --",
  '\u00e4'.repeat(500),
  Array.from({ length: 1_000 }, (_, index) => `m${String(index)}`).join(','),
  ','.repeat(4_000),
  '2'.repeat(4_000),
];
const FILTERS = ['make', 'model', 'category', 'source', 'year', 'from'];

/** Requests as fast as they are answered. */
export const manyAttacks: readonly Attack[] = [
  {
    name: 'refused requests: no token',
    allowed: ['401'],
    ...AS_FAST_AS_ANSWERED,
    run: (target, scale) => flood(target, scale, () => ({ path: '/api/v1/detections' })),
  },
  {
    name: 'refused requests: a forged token',
    allowed: ['401'],
    ...AS_FAST_AS_ANSWERED,
    run: (target, scale) =>
      flood(target, scale, (index) => ({
        path: '/api/v1/detections',
        headers: {
          authorization: `Bearer ${target.token.slice(0, -8)}${String(index).padStart(8, 'A')}`,
        },
      })),
  },
  {
    name: 'refused requests: pages that are not there',
    allowed: ['404', '503'],
    ...AS_FAST_AS_ANSWERED,
    run: (target, scale) =>
      flood(target, scale, (index) => ({ path: `/nothing/${String(index)}` })),
  },
  {
    name: 'pages of the sign-in',
    allowed: ['200', '503'],
    ...AS_FAST_AS_ANSWERED,
    run: (target, scale) =>
      flood(target, scale, (index) => ({ path: `/sign-in?next=${String(index)}` })),
  },
  {
    name: 'filters that would blow up a regular expression or a LIKE',
    allowed: ['200', '400', '422'],
    ...AS_FAST_AS_ANSWERED,
    run: (target, scale) =>
      flood(target, scale, (index) => {
        const text = encodeURIComponent(HOSTILE_TEXTS[index % HOSTILE_TEXTS.length] ?? '');
        const filter = FILTERS[Math.floor(index / HOSTILE_TEXTS.length) % FILTERS.length] ?? 'make';
        const path =
          index % 5 === 0
            ? `/api/v1/vehicles/suggest?field=make&q=${text}`
            : `/api/v1/stats?${filter}=${text}`;
        return { path, headers: { authorization: `Bearer ${target.token}` } };
      }),
  },
  {
    name: 'logins from one address',
    allowed: ['401', '429', '503'],
    full: { connections: 64, seconds: 8 },
    short: { connections: 8, seconds: 3 },
    run: (target, scale) => flood(target, scale, (index) => login(target.username, index)),
  },
  {
    name: 'logins from an address each',
    allowed: ['401', '503'],
    full: { connections: 64, seconds: 8 },
    short: { connections: 8, seconds: 3 },
    run: (target, scale) =>
      flood(target, scale, (index) => login(target.username, index, addressOf(index))),
  },
];

function login(username: string, index: number, address?: string) {
  return {
    method: 'POST',
    path: '/login',
    headers: {
      'content-type': 'application/json',
      ...(address === undefined ? {} : { 'x-forwarded-for': address }),
    },
    body: JSON.stringify({ username, password: `wrong password ${String(index)}` }),
  };
}

function addressOf(index: number): string {
  return `10.${String((index >> 16) & 255)}.${String((index >> 8) & 255)}.${String(index & 255)}`;
}
