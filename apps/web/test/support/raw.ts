import { connect, type Socket } from 'node:net';

/** What a client that writes these bytes, as they stand, reads until the server ends the connection. */
export function exchange(port: number, bytes: string): Promise<string> {
  const { socket, read } = openRaw(port);
  socket.write(bytes);
  return read;
}

/** A connection for bytes of any kind; `read` resolves with all that came when it has ended. */
export function openRaw(port: number): { socket: Socket; read: Promise<string> } {
  const socket = connect(port, '127.0.0.1');
  const read = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    // A reset after the answer is an end as good as any.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(text);
    });
  });
  return { socket, read };
}
