import type { Attack } from '../attack.ts';
import { holdConnections } from '../held-connections.ts';

/** Connections that take their time, so that the server runs out of them. */
export const slowAttacks: readonly Attack[] = [
  {
    name: 'headers byte by byte',
    allowed: ['408'],
    full: { connections: 2_000, seconds: 16 },
    short: { connections: 40, seconds: 16 },
    run: (target, scale) =>
      holdConnections(target, scale, {
        head: 'GET /api/v1/stats HTTP/1.1\r\nHost: x\r\nX-Slow: ',
        drip: 'x',
        reads: true,
      }),
  },
  {
    name: 'bodies byte by byte',
    allowed: ['408'],
    full: { connections: 2_000, seconds: 26 },
    short: { connections: 40, seconds: 26 },
    run: (target, scale) =>
      holdConnections(target, scale, {
        head: 'POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{',
        drip: ' ',
        reads: true,
      }),
  },
  {
    name: 'connections that send nothing',
    allowed: ['408', 'cut'],
    full: { connections: 10_000, seconds: 20 },
    short: { connections: 200, seconds: 16 },
    run: (target, scale) => holdConnections(target, scale, { head: '', reads: true }),
  },
  {
    name: 'streams of a user that are never read',
    allowed: ['open', 'cut'],
    full: { connections: 10_000, seconds: 20 },
    short: { connections: 100, seconds: 10 },
    run: (target, scale) =>
      holdConnections(target, scale, {
        head: `GET /api/v1/alerts/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${target.token}\r\n\r\n`,
        reads: false,
      }),
  },
];
