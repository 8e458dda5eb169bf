import { gzipSync } from 'node:zlib';
import type { Attack } from '../attack.ts';
import { flood, type FloodRequest } from '../flood.ts';

const KILOBYTE = 1_024;
const MEGABYTE = 1_024 * KILOBYTE;
const JSON_TYPE = { 'content-type': 'application/json' };

/** 16 KB that are 16 MB when they are unpacked. */
const bomb = gzipSync(Buffer.alloc(16 * MEGABYTE, ' '), { level: 9 });
const large = Buffer.alloc(MEGABYTE, 'x');
const deep = `{"username":${'['.repeat(32_000)}`;
const deepAndClosed = `{"username":${'['.repeat(15_000)}${']'.repeat(15_000)},"password":"x"}`;

function post(path: string, body: string | Buffer, headers = {}): FloodRequest {
  return { method: 'POST', path, body, headers: { ...JSON_TYPE, ...headers } };
}

/** More than anybody means to say. */
export const largeAttacks: readonly Attack[] = [
  {
    name: 'bodies of 1 MB, with their length and without',
    allowed: ['413', 'cut'],
    full: { connections: 32, seconds: 8 },
    short: { connections: 4, seconds: 2 },
    run: (target, scale) =>
      flood(target, scale, (index) =>
        post('/login', large, index % 2 === 0 ? { 'transfer-encoding': 'chunked' } : {}),
      ),
  },
  {
    name: 'bodies of 1 MB for a page',
    allowed: ['413', 'cut'],
    full: { connections: 32, seconds: 8 },
    short: { connections: 4, seconds: 2 },
    run: (target, scale) =>
      flood(target, scale, (index) =>
        post('/nothing', large, index % 2 === 0 ? { 'transfer-encoding': 'chunked' } : {}),
      ),
  },
  {
    name: 'compressed bodies, 16 KB for 16 MB',
    allowed: ['415'],
    full: { connections: 32, seconds: 8 },
    short: { connections: 4, seconds: 2 },
    run: (target, scale) =>
      flood(target, scale, (index) =>
        post(index % 2 === 0 ? '/login' : '/api/v1/trpc/auth.token', bomb, {
          'content-encoding': 'gzip',
        }),
      ),
  },
  {
    name: 'JSON that is nested 15,000 and 32,000 deep',
    allowed: ['400', '401'],
    full: { connections: 32, seconds: 8 },
    short: { connections: 4, seconds: 2 },
    run: (target, scale) =>
      flood(target, scale, (index) => post('/login', index % 2 === 0 ? deep : deepAndClosed)),
  },
  {
    name: 'headers of 15 KB and of 32 KB',
    allowed: ['200', '431', 'cut'],
    full: { connections: 32, seconds: 8 },
    short: { connections: 4, seconds: 2 },
    run: (target, scale) =>
      flood(target, scale, (index) => ({
        path: '/health',
        headers: Object.fromEntries(
          Array.from({ length: index % 2 === 0 ? 1_000 : 2_000 }, (_, header) => [
            `x${String(header)}`,
            'x'.repeat(8),
          ]),
        ),
      })),
  },
];
