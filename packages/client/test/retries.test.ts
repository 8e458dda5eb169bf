import { describe, expect, test } from 'vitest';
import { createIntellisiteClient, type IntellisiteClient } from '../src/index.ts';
import { createGateway, type Gateway } from './gateway.ts';
import {
  accessToken,
  adminClient,
  createInstallation,
  createRecorder,
  errorOf,
  start,
} from './support.ts';

interface BehindGateway extends Gateway {
  /** Has logged in. */
  client: IntellisiteClient;
}

/** An API behind a gateway that is out of order at times. */
async function startBehindGateway(): Promise<BehindGateway> {
  const installation = await createInstallation();
  const api = await installation.startApi();
  const gateway = await createGateway(api.port);
  const retry = { minDelayMs: 20, maxDelayMs: 5_000 };
  const client = adminClient(installation, gateway.url, { retry });
  await client.api.users.me.query();
  return { ...gateway, client };
}

describe('what failed for the moment', () => {
  test('is asked again where it changes nothing, each time a little later', async () => {
    const { client, answerNext, came } = await startBehindGateway();
    answerNext({ status: 502 }, { status: 503 }, { status: 504 });
    expect(await client.api.users.me.query()).toMatchObject({ username: 'admin' });
    expect(came).toHaveLength(4);
    const waits = came.slice(1).map((time, index) => time - came[index]!);
    for (const [index, least] of [10, 20, 40].entries())
      expect(waits[index]).toBeGreaterThanOrEqual(least - 1);
  });

  test('is asked again when the server said, if that is not too long', async () => {
    const { client, answerNext, came } = await startBehindGateway();
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
    const { client, answerNext, came } = await startBehindGateway();
    answerNext(...Array.from({ length: 4 }, () => ({ status: 503 })));
    expect(await errorOf(client.api.users.me.query())).toMatchObject({ status: 503 });
    expect(came).toHaveLength(4);
  });

  test('is told after as many tries where the client has yet to log in', async () => {
    const { installation, api } = await start();
    const token = await accessToken(api.url, installation.admin);
    await api.stop();
    for (const [who, first] of [
      [installation.admin, 'POST /auth/token'],
      [{ refreshToken: 'of a session' }, 'POST /auth/refresh'],
      [{ token }, 'GET /trpc/users.me'],
    ] as const) {
      const { fetch, requests } = createRecorder();
      const client = createIntellisiteClient(
        { url: api.url, ...who },
        { fetch, retry: { minDelayMs: 1 } },
      );
      expect(await errorOf(client.api.users.me.query())).toMatchObject({ code: 'network_error' });
      expect(requests).toEqual(Array<string>(4).fill(first));
    }
  });

  test('is not asked again where it may have changed something', async () => {
    const { client, answerNext, came } = await startBehindGateway();
    answerNext({ status: 503 });
    const user = { username: 'jo', password: 'a staple for the horse' };
    expect(await errorOf(client.api.users.create.mutate(user))).toMatchObject({ status: 503 });
    expect(came).toHaveLength(1);
    answerNext({ status: 500 }, { status: 429 });
    expect(await errorOf(client.api.users.me.query())).toMatchObject({ status: 500 });
    expect(await errorOf(client.api.users.me.query())).toMatchObject({ status: 429 });
  });
});
