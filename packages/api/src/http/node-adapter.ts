import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from './fair-gate.ts';
import type { ApiRequest } from './api-request.ts';
import { isEventStream, type ApiResponse } from './api-response.ts';
import { clientAddress, isSecure, requestId } from './client-of.ts';
import { endAtOnce } from './end-at-once.ts';
import { endWithConnection } from './end-with-connection.ts';
import { createNodeEventSink } from './node-event-sink.ts';
import { bodyTooLarge, readAll } from './read-all.ts';
import { sendRows } from './send-rows.ts';
import { STALL_MS, STALLED, type StallOptions } from './stall-watch.ts';

/** Why a signal aborts; one for all: thousands may leave in the same moment, and each would be given a stack. */
const OVER = new DOMException('Nobody waits for the answer any more.', 'AbortError');

export interface NodeListenerOptions {
  trustProxy: boolean;
  /** A client that takes nothing of its rows for so long is dropped. */
  stallMs?: number;
}

export type Handle = (request: ApiRequest) => Promise<ApiResponse>;

/** Serves the API from Node's own http server, without the cost of `Request` and `Response`. */
export function createNodeListener(
  handle: Handle,
  { trustProxy, stallMs = STALL_MS }: NodeListenerOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (incoming, response) => {
    endWithConnection(response, incoming.socket);
    const request = new NodeRequest(incoming, response, trustProxy);
    function onStall(): void {
      request.giveUp(STALLED);
    }
    handle(request).then(
      (answer) => send(incoming, response, answer, { stallMs, onStall }),
      // `handle` answers every failure by itself: this is the last resort of a bug in it.
      () => {
        endAtOnce(response);
      },
    );
  };
}

/** Whoever sent a request that the host answers by itself. */
export function callerOf(
  incoming: IncomingMessage,
  response: ServerResponse,
  { trustProxy }: { trustProxy: boolean },
): Caller {
  return new NodeRequest(incoming, response, trustProxy);
}

class NodeRequest implements ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly id: string;
  readonly peer: string;
  readonly address: string;
  readonly secure: boolean;
  readonly #incoming: IncomingMessage;
  readonly #response: ServerResponse;
  #over: AbortController | null = null;

  constructor(incoming: IncomingMessage, response: ServerResponse, trustProxy: boolean) {
    const target = incoming.url ?? '/';
    const question = target.indexOf('?');
    this.method = incoming.method ?? 'GET';
    this.path = question < 0 ? target : target.slice(0, question);
    this.query = question < 0 ? '' : target.slice(question + 1);
    this.#incoming = incoming;
    this.#response = response;
    const header = (name: string): string | undefined => this.header(name);
    this.id = requestId(header) ?? randomUUID();
    const { socket } = incoming;
    this.peer = socket.remoteAddress ?? '';
    this.address = clientAddress(this.peer, header, trustProxy);
    this.secure = isSecure('encrypted' in socket, header, trustProxy);
  }

  header(name: string): string | undefined {
    const value = this.#incoming.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  headers(): Record<string, string> {
    return Object.fromEntries(
      Object.keys(this.#incoming.headers).map((name) => [name, this.header(name) ?? '']),
    );
  }

  /** Made when somebody asks: most answers are given before a client can leave. */
  get signal(): AbortSignal {
    return this.#controller().signal;
  }

  /** Ends the connection, and tells those who work on the answer why. */
  giveUp(reason: DOMException): void {
    this.#controller().abort(reason);
    endAtOnce(this.#response);
  }

  #controller(): AbortController {
    if (this.#over) return this.#over;
    const over = new AbortController();
    const abort = (): void => {
      over.abort(OVER);
    };
    if (this.#response.destroyed) abort();
    else this.#response.once('close', abort);
    this.#over = over;
    return over;
  }

  async readBody(mostBytes: number): Promise<Uint8Array<ArrayBuffer>> {
    if (Number(this.header('content-length') ?? 0) > mostBytes) throw bodyTooLarge(mostBytes);
    return await readAll(this.#incoming as AsyncIterable<Buffer>, mostBytes);
  }
}

async function send(
  incoming: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: ApiResponse,
  options: StallOptions,
): Promise<void> {
  if (response.destroyed) return;
  // A body that nobody has read would be taken for the next request.
  if (!incoming.complete) response.setHeader('Connection', 'close');
  const bodiless = incoming.method === 'HEAD' || status === 204 || status === 304;
  if (body === null || typeof body === 'string' || body instanceof Uint8Array) {
    const length = body === null ? 0 : Buffer.byteLength(body);
    if (status !== 204 && status !== 304) response.setHeader('Content-Length', length);
    response.writeHead(status, headers);
    response.end(bodiless ? undefined : (body ?? undefined));
    return;
  }
  response.writeHead(status, headers);
  if (bodiless) {
    response.end();
  } else if (isEventStream(body)) {
    body.open(createNodeEventSink(response));
  } else {
    await sendRows(response, body, options);
  }
}
