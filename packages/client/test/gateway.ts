import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What stands before a server of this machine, and is out of order at times. */
export interface Gateway {
  url: string;
  /** Answers the next requests so, and passes on those after them. */
  answerNext: (...answers: { status: number; retryAfter?: string }[]) => void;
  /** When requests came, in ms, since the last `answerNext`. */
  came: number[];
  /** Breaks every connection. */
  cut: () => void;
}

export async function createGateway(port: number): Promise<Gateway> {
  const planned: { status: number; retryAfter?: string }[] = [];
  const came: number[] = [];
  const server = createServer((incoming, outgoing) => {
    came.push(performance.now());
    const answer = planned.shift();
    if (answer) {
      const { status, retryAfter } = answer;
      outgoing.writeHead(status, retryAfter === undefined ? {} : { 'Retry-After': retryAfter });
      outgoing.end('out of order');
      return;
    }
    const { method, url, headers } = incoming;
    const onward = ask({ port, method, path: url, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 500, response.headers);
      response.pipe(outgoing);
    });
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    came,
    answerNext(...answers) {
      planned.push(...answers);
      came.length = 0;
    },
    cut() {
      server.closeAllConnections();
    },
  };
}
