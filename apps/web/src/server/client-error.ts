import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ProblemCode } from '@intellisite/contracts';
import { refuseSocket } from './refuse-socket.ts';

/** Node keeps the answer that is under way on the socket. */
interface AnsweringSocket {
  readonly _httpMessage?: ServerResponse | null;
}

const CODES: Record<string, ProblemCode> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'body_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/** Of those whose time ran out together, so many are answered in one turn of the event loop. */
const AT_ONCE = 8;

/**
 * Whose time ran out, oldest first, and what each was being answered then. Node tells of all of them at once, be
 * they thousands; others are served in between.
 */
const late = new Map<Duplex, ServerResponse | null>();

/** Answers what is not HTTP, too large or too slow, as far as an answer can still be sent. */
export function refuseClient(error: NodeJS.ErrnoException, socket: Duplex): void {
  const answering = answeredOn(socket);
  if (!socket.writable || error.code === 'ECONNRESET' || answering?.headersSent === true) {
    socket.destroy();
    return;
  }
  const code = CODES[error.code ?? ''] ?? 'malformed_request';
  if (code !== 'request_timeout') {
    refuseSocket(socket, code);
    return;
  }
  late.set(socket, answering);
  if (late.size === 1) setImmediate(refuseSome);
}

function answeredOn(socket: Duplex): ServerResponse | null {
  return (socket as AnsweringSocket)._httpMessage ?? null;
}

function refuseSome(): void {
  let refused = 0;
  for (const [socket, answering] of late) {
    late.delete(socket);
    // Its request may have come to its end meanwhile, and is answered.
    const isLate = answeredOn(socket) === answering && answering?.headersSent !== true;
    if (isLate && socket.writable) refuseSocket(socket, 'request_timeout');
    refused += 1;
    if (refused === AT_ONCE) break;
  }
  if (late.size > 0) setImmediate(refuseSome);
}
