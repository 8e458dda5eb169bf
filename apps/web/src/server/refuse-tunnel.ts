import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { refuseSocket } from './refuse-socket.ts';

/** For the few bytes to leave us, behind answers that the client may have left unread. */
const LEAVES_WITHIN_MS = 2_000;

/** Says to who takes this for a proxy (`CONNECT`) that it is none. */
export function refuseTunnel(_request: IncomingMessage, socket: Duplex): void {
  takeOver(socket);
  refuseSocket(socket, 'method_not_allowed', 'This is no proxy.');
  const cut = setTimeout(() => socket.destroy(), LEAVES_WITHIN_MS);
  socket.once('close', () => {
    clearTimeout(cut);
  });
}

/**
 * To be called with a connection that Node hands out (`connect`, `upgrade`). It has taken its own listener off,
 * and its time limits: a reset that nobody listens for ends the process.
 */
export function takeOver(socket: Duplex): void {
  socket.on('error', () => socket.destroy());
}
