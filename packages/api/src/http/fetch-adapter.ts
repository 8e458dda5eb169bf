import { randomUUID } from 'node:crypto';
import type { ApiRequest } from './api-request.ts';
import { isEventStream, type ApiBody, type ApiResponse, type Rows } from './api-response.ts';
import { clientAddress, isSecure, requestId } from './client-of.ts';
import { readAll } from './read-all.ts';
import { createWebEventStream } from './web-event-stream.ts';

export interface FetchOptions {
  handle: (request: ApiRequest) => Promise<ApiResponse>;
  trustProxy: boolean;
}

/**
 * The same API for servers that speak Request and Response, such as Next's route handlers. They do not
 * tell who is connected, so behind them the client's address is known from a trusted proxy alone.
 */
export function createFetchHandler({
  handle,
  trustProxy,
}: FetchOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const unread = new AbortController();
    const signal = AbortSignal.any([request.signal, unread.signal]);
    const { status, headers, body } = await handle(toApiRequest(request, signal, trustProxy));
    const bodiless = request.method === 'HEAD' || status === 204 || status === 304;
    // Whoever waits for the client to read the body waits in vain.
    if (bodiless) unread.abort();
    return new Response(bodiless ? null : toBodyInit(body, signal), { status, headers });
  };
}

function toApiRequest(request: Request, signal: AbortSignal, trustProxy: boolean): ApiRequest {
  const url = new URL(request.url);
  const header = (name: string): string | undefined => request.headers.get(name) ?? undefined;
  return {
    id: requestId(header) ?? randomUUID(),
    method: request.method,
    path: url.pathname,
    query: url.search.slice(1),
    peer: '',
    address: clientAddress('', header, trustProxy),
    secure: isSecure(url.protocol === 'https:', header, trustProxy),
    header,
    headers: () => Object.fromEntries(request.headers),
    signal,
    readBody: (mostBytes) => readAll((request.body ?? []) as AsyncIterable<Uint8Array>, mostBytes),
  };
}

function toBodyInit(body: ApiBody, signal: AbortSignal): ConstructorParameters<typeof Response>[0] {
  if (body === null || typeof body === 'string') return body;
  if (body instanceof Uint8Array) return body;
  if (isEventStream(body)) return createWebEventStream(body, signal);
  return streamOf(body);
}

/** `ReadableStream.from`, which the types of browsers do not have yet. */
function streamOf(chunks: Rows): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
