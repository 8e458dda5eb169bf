import type { ServerResponse } from 'node:http';

/**
 * Ends a response and its connection. One that waits for an earlier one of its connection has no socket
 * yet: Node ends the connection when its turn comes, and until then tells nobody that it is over.
 */
export function endAtOnce(response: ServerResponse): void {
  const waits = response.socket === null && !response.closed;
  response.destroy();
  if (waits) response.emit('close');
}
