import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import type { Logger } from './logger.ts';
import { mayReadMetrics, type MetricsReader } from './metrics-guard.ts';
import { outlineOf, type Readiness } from './readiness.ts';

export interface HealthServerOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  readiness: () => Readiness | Promise<Readiness>;
  registry: Registry;
  /** Lets others than this machine read /metrics, and why something is amiss, as a bearer token. */
  metricsToken?: string;
  logger: Logger;
}

export interface HealthServer {
  start(): Promise<{ port: number }>;
  stop(): Promise<void>;
}

/** GET /health (the process lives), /ready (200, or 503 when unavailable) and /metrics. */
export function createHealthServer(options: HealthServerOptions): HealthServer {
  const { host, port, readiness, registry, metricsToken, logger } = options;
  const mayRead = (request: IncomingMessage): boolean =>
    mayReadMetrics(readerOf(request), metricsToken);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      sendJson(response, 405, { error: 'only GET and HEAD are answered' });
      return;
    }
    switch (request.url?.split('?')[0]) {
      case '/health':
        sendJson(response, 200, { status: 'ok' });
        return;
      case '/ready': {
        const ready = await readiness();
        const status = ready.status === 'unavailable' ? 503 : 200;
        sendJson(response, status, mayRead(request) ? ready : outlineOf(ready));
        return;
      }
      case '/metrics':
        if (mayRead(request)) {
          const body = await registry.metrics();
          response.writeHead(200, { 'Content-Type': registry.contentType }).end(body);
          return;
        }
        response.setHeader('WWW-Authenticate', 'Bearer');
        sendJson(response, 401, { error: 'from elsewhere, metrics need the token METRICS_TOKEN' });
        return;
      default:
        sendJson(response, 404, { error: 'there are /health, /ready and /metrics' });
    }
  }

  const server = createServer(
    { requestTimeout: 10_000, headersTimeout: 5_000 },
    (request, response) => {
      answer(request, response).catch((error: unknown) => {
        logger.error({ err: error, url: request.url }, 'a health request failed');
        if (!response.headersSent) sendJson(response, 500, { error: 'see the log' });
      });
    },
  );

  return {
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) => {
          reject(
            error.code === 'EADDRINUSE'
              ? new Error(
                  `Port ${String(port)} is taken: set METRICS_PORT to a free one, or end what listens there.`,
                )
              : error,
          );
        });
        server.listen(port, host, () => {
          resolve({ port: (server.address() as AddressInfo).port });
        });
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
    .end(`${JSON.stringify(body)}\n`);
}

function readerOf({ socket, headers }: IncomingMessage): MetricsReader {
  return {
    peer: socket.remoteAddress,
    forwarded: headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined,
    authorization: headers.authorization,
  };
}
