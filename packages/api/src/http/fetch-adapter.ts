import { randomUUID } from 'node:crypto';
import type { ApiRequest } from './api-request.ts';
import { isEventStream, type ApiBody, type ApiResponse, type Rows } from './api-response.ts';
import { clientAddress, isSecure, requestId } from './client-of.ts';
import { readAll } from './read-all.ts';
import { STALL_MS, STALLED, watchForStall, type StallOptions } from './stall-watch.ts';
import { createWebEventStream } from './web-event-stream.ts';

export interface FetchOptions {
  handle: (request: ApiRequest) => Promise<ApiResponse>;
  trustProxy: boolean;
  /** A client that takes nothing of its rows for so long, in ms, is dropped. */
  stallMs?: number;
}

/** What a client has to take of rows within that time. */
const PIECE_BYTES = 65_536;

/**
 * The same API for servers that speak Request and Response, such as Next's route handlers. They do not
 * tell who is connected, so behind them the client's address is known from a trusted proxy alone.
 */
export function createFetchHandler({
  handle,
  trustProxy,
  stallMs = STALL_MS,
}: FetchOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const over = new AbortController();
    const signal = AbortSignal.any([request.signal, over.signal]);
    const { status, headers, body } = await handle(toApiRequest(request, signal, trustProxy));
    const bodiless = request.method === 'HEAD' || status === 204 || status === 304;
    // Whoever waits for the client to read the body waits in vain.
    if (bodiless) over.abort();
    function onStall(): void {
      over.abort(STALLED);
    }
    const init = bodiless ? null : toBodyInit(body, signal, { stallMs, onStall });
    return new Response(init, { status, headers });
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

function toBodyInit(
  body: ApiBody,
  signal: AbortSignal,
  options: StallOptions,
): ConstructorParameters<typeof Response>[0] {
  if (body === null || typeof body === 'string') return body;
  if (body instanceof Uint8Array) return body;
  if (isEventStream(body)) return createWebEventStream(body, signal);
  return streamOf(inPieces(body), options);
}

/** A stream is asked for more when its client has taken what there was: that is all that is known of it. */
function streamOf(
  pieces: AsyncGenerator<Uint8Array, void, undefined>,
  { stallMs, onStall }: StallOptions,
): ReadableStream<Uint8Array> {
  let stopWatching = (): void => undefined;
  return new ReadableStream({
    async pull(controller) {
      stopWatching();
      const next = await pieces.next();
      if (next.done === true) {
        controller.close();
        return;
      }
      controller.enqueue(next.value);
      stopWatching = watchForStall(() => 0, {
        stallMs,
        onStall() {
          stopWatching();
          onStall();
          controller.error(STALLED);
          void pieces.return();
        },
      });
    },
    async cancel() {
      stopWatching();
      await pieces.return();
    },
  });
}

async function* inPieces(chunks: Rows): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      yield chunk.subarray(at, at + PIECE_BYTES);
    }
  }
}
