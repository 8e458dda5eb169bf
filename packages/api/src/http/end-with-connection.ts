import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { endAtOnce } from './end-at-once.ts';

/** By connection, which thereby has one listener, however many wait on it. */
const waiting = new WeakMap<Socket, Set<ServerResponse>>();

/**
 * Sees to it that a response which waits for an earlier one of its connection is over when the connection
 * is: Node 20 forgets such a response without a word, and what it holds would be held for good.
 */
export function endWithConnection(response: ServerResponse, connection: Socket): void {
  if (response.socket !== null) return;
  const responses = waiting.get(connection) ?? watch(connection);
  responses.add(response);
  response.once('close', () => responses.delete(response));
}

function watch(connection: Socket): Set<ServerResponse> {
  const responses = new Set<ServerResponse>();
  waiting.set(connection, responses);
  connection.once('close', () => {
    for (const response of responses) endAtOnce(response);
  });
  return responses;
}
