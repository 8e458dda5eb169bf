import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Api } from '@intellisite/api';
import type { Logger } from '@intellisite/service';
import { withPeerAddress } from '../host/peer-address.ts';
import { refuseClient } from './client-error.ts';
import { isPageBodyFit, PAGE_BODY_EXPECTED } from './page-body.ts';
import { sendProblem } from './problem-answer.ts';
import { refuseTunnel, takeOver } from './refuse-tunnel.ts';
import { pathOf, targetOf } from './request-target.ts';

export interface HttpServerOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  api: Pick<Api, 'claims' | 'listener'>;
  pages: { answer(request: IncomingMessage, response: ServerResponse): void };
  /** Takes connections that change their protocol; absent: such a request is answered as any other. */
  upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  logger: Logger;
}

export interface HttpServer {
  start(): Promise<{ port: number }>;
  /** Takes no new connections, lets what is under way end, cuts what has not after `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

const LIMITS = {
  /** A client that sends its headers byte by byte has so long. */
  headersTimeout: 10_000,
  /** And so long for all of its request; answers may take any time. */
  requestTimeout: 20_000,
  /** Often: Node gives each whose time has run out since the last look an error, all in one go. */
  connectionsCheckingInterval: 50,
  /** Longer than proxies keep theirs (60 s is usual): a proxy that reuses one must not find it closed. */
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16 * 1_024,
};
/** Then it is opened anew, so that clients spread over instances that have joined since. */
const REQUESTS_PER_CONNECTION = 100_000;
const LOOK_FOR_IDLE_EVERY_MS = 50;

/** One port: what the API claims goes straight to it, all else to the pages. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { host, port, api, pages, upgrade, logger } = options;
  let stopping = false;

  const server = createServer(LIMITS, (request, response) => {
    if (stopping) response.setHeader('Connection', 'close');
    const target = targetOf(request.url ?? '');
    if (target === null) {
      sendProblem(response, 'malformed_request', 'The path is not one that could be asked for.');
      return;
    }
    request.url = target;
    if (api.claims(pathOf(target))) api.listener(request, response);
    else if (!isPageBodyFit(request)) {
      sendProblem(response, 'body_too_large', PAGE_BODY_EXPECTED);
    } else {
      withPeerAddress(request.socket.remoteAddress, () => {
        pages.answer(request, response);
      });
    }
  });
  server.maxRequestsPerSocket = REQUESTS_PER_CONNECTION;
  server.on('clientError', refuseClient);
  server.on('connect', refuseTunnel);
  if (upgrade) {
    server.on('upgrade', (request, socket: Duplex, head) => {
      takeOver(socket);
      upgrade(request, socket, head);
    });
  }

  return {
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) => {
          reject(explain(error));
        });
        server.listen(port, host, () => {
          server.on('error', (error) => {
            logger.error({ err: error }, 'the server met an error');
          });
          resolve({ port: (server.address() as AddressInfo).port });
        });
      }),
    async stop(graceMs) {
      stopping = true;
      if (!server.listening) return;
      const deadline = setTimeout(() => {
        logger.warn('cut what was still being answered');
        server.closeAllConnections();
      }, graceMs);
      // Node ends idle connections once, when it is told to close; others become idle later.
      const idle = setInterval(() => {
        server.closeIdleConnections();
      }, LOOK_FOR_IDLE_EVERY_MS);
      await new Promise((resolve) => server.close(resolve));
      clearTimeout(deadline);
      clearInterval(idle);
    },
  };

  function explain(error: NodeJS.ErrnoException): Error {
    switch (error.code) {
      case 'EADDRINUSE':
        return new Error(
          `Port ${String(port)} is taken: set PORT to a free one, or end what listens there.`,
        );
      case 'EACCES':
        return new Error(`Port ${String(port)} is reserved to root: set PORT to one from 1024 on.`);
      case 'EADDRNOTAVAIL':
        return new Error(`This machine has no address ${host}: set HOST to one that it has.`);
      default:
        return error;
    }
  }
}
