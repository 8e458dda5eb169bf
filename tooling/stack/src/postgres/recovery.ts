import { connect } from 'node:net';
import { LOOPBACK } from '../ports.ts';

/** SQLSTATE cannot_connect_now: it runs, and replays what a crash has left. */
const CANNOT_CONNECT_NOW = '57P03';
const ANSWER_WITHIN_MS = 2_000;

/**
 * Whether the Postgres on this port says that it is still starting up, which after a crash it may do for many
 * minutes. False also when it does not answer. No client library: none is generated yet when this is asked.
 */
export function saysItRecovers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect({ host: LOOPBACK, port, timeout: ANSWER_WITHIN_MS });
    socket.setEncoding('latin1');
    socket.on('connect', () => socket.write(startupMessage()));
    socket.on('data', (text) => {
      answer += String(text);
      // A server that lets us in asks for a password and waits.
      if (!answer.startsWith('E')) socket.destroy();
    });
    socket.on('timeout', () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(sqlStateOf(answer) === CANNOT_CONNECT_NOW);
    });
  });
}

/** Of protocol 3.0, as user and database `postgres`: refused before either is looked at. */
function startupMessage(): Buffer {
  const parameters = Buffer.from('user\0postgres\0database\0postgres\0\0');
  const header = Buffer.alloc(8);
  header.writeInt32BE(header.length + parameters.length, 0);
  header.writeInt32BE(3 << 16, 4);
  return Buffer.concat([header, parameters]);
}

/** Of an ErrorResponse: `E`, four bytes of length, then fields of a letter and a text that ends with a zero. */
function sqlStateOf(message: string): string | undefined {
  if (!message.startsWith('E')) return undefined;
  const fields = message.slice(5).split('\0');
  return fields.find((field) => field.startsWith('C'))?.slice(1);
}
