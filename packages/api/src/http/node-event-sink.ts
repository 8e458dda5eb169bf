import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { backlogOf } from './backlog-of.ts';
import { endAtOnce } from './end-at-once.ts';
import type { EventSink } from './event-sink.ts';

const CRLF = Buffer.from('\r\n');

/** Chunks of the chunked transfer coding, by their content: one for all clients that are sent it. */
const chunks = new WeakMap<Uint8Array, Buffer>();

function chunkOf(bytes: Uint8Array): Buffer {
  const known = chunks.get(bytes);
  if (known) return known;
  const chunk = Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, CRLF]);
  chunks.set(bytes, chunk);
  return chunk;
}

/**
 * Writes events to a response whose headers were given with `writeHead`. Past the headers it writes to
 * the socket itself: `response.write` costs several times as much, since it frames each chunk anew.
 */
export function createNodeEventSink(response: ServerResponse): EventSink {
  response.flushHeaders();
  const { socket } = response;
  // Without its socket, the response waits for an earlier one of the same connection.
  const connection = socket ? throughSocket(response, socket) : throughResponse(response);
  return {
    ...connection,
    onClose(listener) {
      if (response.destroyed) queueMicrotask(listener);
      else response.once('close', listener);
    },
    end: () => response.end(),
    destroy() {
      endAtOnce(response);
    },
    backlog: () => backlogOf(response),
  };
}

type Connection = Pick<EventSink, 'write' | 'onDrain'>;

function throughSocket(response: ServerResponse, socket: Socket): Connection {
  const { chunkedEncoding } = response;
  return {
    write(bytes) {
      // After the end, the connection may belong to another answer.
      if (response.writableEnded || !socket.writable) return false;
      return socket.write(chunkedEncoding ? chunkOf(bytes) : bytes);
    },
    onDrain(listener) {
      socket.on('drain', listener);
      response.once('close', () => socket.off('drain', listener));
    },
  };
}

function throughResponse(response: ServerResponse): Connection {
  return {
    write: (bytes) => !response.writableEnded && response.write(bytes),
    onDrain: (listener) => response.on('drain', listener),
  };
}
