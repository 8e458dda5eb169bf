import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Serving } from './served.ts';

// The limit: node:http and a body of the size of a page, with nothing behind it.
process.once('message', () => {
  const row = {
    id: 1_000_000,
    timestamp: '2026-11-24T08:15:30.123Z',
    year: 2011,
    make: 'Toyota',
    model: 'Land Cruiser',
    category: 'SUV',
    categories: ['SUV'],
    source: 'camera-1',
  };
  const data = Array.from({ length: 100 }, () => row);
  const body = Buffer.from(
    JSON.stringify({ data, size: 100, skip: 0, limit: 100, total: 1, asOf: 1 }),
  );
  const server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length });
    response.end(body);
  });
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    process.send?.({ url: `http://127.0.0.1:${String(port)}` } satisfies Serving);
  });
});
