import type { Duplex } from 'node:stream';
import type { ProblemCode } from '@intellisite/contracts';
import { problemBytes } from './problem-answer.ts';

/**
 * Answers on a connection that Node has no response for, and ends it: both halves, because a client may keep its
 * own open for as long as it likes.
 */
export function refuseSocket(socket: Duplex, code: ProblemCode, detail?: string): void {
  socket.end(problemBytes(code, detail), () => socket.destroy());
}
