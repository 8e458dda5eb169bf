import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ProblemCode } from '@intellisite/contracts';
import { problemBytes } from './problem-answer.ts';

/** Node keeps the answer that is under way on the socket. */
interface AnsweringSocket {
  readonly _httpMessage?: ServerResponse | null;
}

const CODES: Record<string, ProblemCode> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'body_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/** Answers what is not HTTP, too large or too slow, as far as an answer can still be sent. */
export function refuseClient(error: NodeJS.ErrnoException, socket: Duplex): void {
  const answering = (socket as AnsweringSocket)._httpMessage;
  if (!socket.writable || error.code === 'ECONNRESET' || answering?.headersSent === true) {
    socket.destroy();
    return;
  }
  const code = CODES[error.code ?? ''] ?? 'malformed_request';
  socket.end(problemBytes(code), () => socket.destroy());
}
