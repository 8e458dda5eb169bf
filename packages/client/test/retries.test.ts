import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { IntellisiteClient } from '../src/index.ts';
import { adminClient, createInstallation, errorOf } from './support.ts';

interface Gateway {
  client: IntellisiteClient;
  /** Answers the next requests so, and passes on those after them. */
  answerNext: (...answers: { status: number; retryAfter?: string }[]) => void;
  /** When requests came, in ms, since the last `answerNext`. */
  came: number[];
}

/** An API behind a gateway that is out of order at times. */
async function createGateway(maxDelayMs = 5_000): Promise<Gateway> {
  const installation = await createInstallation();
  const api = await installation.startApi();
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
    const onward = ask({ port: api.port, method, path: url, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 500, response.headers);
      response.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = adminClient(installation, url, { retry: { minDelayMs: 20, maxDelayMs } });
  await client.api.users.me.query();
  return {
    client,
    came,
    answerNext(...answers) {
      planned.push(...answers);
      came.length = 0;
    },
  };
}

describe('what failed for the moment', () => {
  test('is asked again where it changes nothing, each time a little later', async () => {
    const { client, answerNext, came } = await createGateway();
    answerNext({ status: 502 }, { status: 503 }, { status: 504 });
    expect(await client.api.users.me.query()).toMatchObject({ username: 'admin' });
    expect(came).toHaveLength(4);
    const waits = came.slice(1).map((time, index) => time - came[index]!);
    for (const [index, least] of [10, 20, 40].entries())
      expect(waits[index]).toBeGreaterThanOrEqual(least - 1);
  });

  test('is asked again when the server said, if that is not too long', async () => {
    const { client, answerNext, came } = await createGateway();
    answerNext({ status: 429, retryAfter: '1' });
    await client.api.users.me.query();
    expect(came[1]! - came[0]!).toBeGreaterThanOrEqual(999);
    const soon = new Date(Date.now() + 4_000).toUTCString();
    answerNext({ status: 503, retryAfter: soon });
    await client.api.users.me.query();
    expect(came[1]! - came[0]!).toBeGreaterThan(100);

    answerNext({ status: 503, retryAfter: '60' });
    expect(await errorOf(client.api.users.me.query())).toMatchObject({
      code: 'unexpected_answer',
      status: 503,
      retryAfterSeconds: 60,
    });
    expect(came).toHaveLength(1);
  });

  test('is told after a few tries', async () => {
    const { client, answerNext, came } = await createGateway();
    answerNext(...Array.from({ length: 4 }, () => ({ status: 503 })));
    expect(await errorOf(client.api.users.me.query())).toMatchObject({ status: 503 });
    expect(came).toHaveLength(4);
  });

  test('is not asked again where it may have changed something', async () => {
    const { client, answerNext, came } = await createGateway();
    answerNext({ status: 503 });
    const user = { username: 'jo', password: 'a staple for the horse' };
    expect(await errorOf(client.api.users.create.mutate(user))).toMatchObject({ status: 503 });
    expect(came).toHaveLength(1);
    answerNext({ status: 500 }, { status: 429 });
    expect(await errorOf(client.api.users.me.query())).toMatchObject({ status: 500 });
    expect(await errorOf(client.api.users.me.query())).toMatchObject({ status: 429 });
  });
});
