import { eventually } from '@intellisite/service/testing';
import { expect, test } from 'vitest';
import {
  createStreamInstallation,
  KAFKA_ALONE,
  range,
  untilLive,
  type StreamInstallation,
} from './stream-support.ts';
import type { StreamPrincipal } from '../src/stream/stream-request.ts';

const OFTEN = { lookEveryMs: 20 };

const ENDS: [
  string,
  (installation: StreamInstallation, of: StreamPrincipal) => Promise<unknown>,
][] = [
  [
    'its session is revoked',
    ({ sessions }, { userId, sessionId }) => sessions.revoke(userId, sessionId, 'revoked'),
  ],
  ['its user is disabled', ({ users }, { userId }) => users.update(userId, { disabled: true })],
  [
    'the role of its user changes',
    ({ users }, { userId }) => users.update(userId, { role: 'viewer' }),
  ],
];

test.each(ENDS)('a stream ends when %s, and no other', async (_, change) => {
  const installation = await createStreamInstallation();
  const instance = await installation.startInstance(OFTEN);
  const principal = await installation.newPrincipal();
  const client = await instance.connect({ principal });
  const other = await instance.connect();
  await installation.append(1);
  await client.until(1);
  await change(installation, principal);
  expect(await client.untilEvent('end')).toEqual({ reason: 'session_ended' });
  expect(await client.ended).toEqual({ complete: true });
  await installation.append(1);
  await other.until(2);
  expect(instance.streams.figures().open).toBe(1);
});

test('a stream whose session ended just before it opened ends as well', async () => {
  const { newPrincipal, sessions, startInstance } = await createStreamInstallation();
  const instance = await startInstance(OFTEN);
  const early = await instance.connect();
  const principal = await newPrincipal();
  await sessions.revoke(principal.userId, principal.sessionId, 'revoked');
  const client = await instance.connect({ principal });
  expect(await client.untilEvent('end')).toEqual({ reason: 'session_ended' });
  expect(early.events).toEqual([]);
});

test('a stream ends when its token expires', async () => {
  const { principal, startInstance } = await createStreamInstallation();
  const instance = await startInstance({ heartbeatMs: 100 });
  const soon = { ...principal, tokenExpiresAt: Date.now() + 500 };
  const client = await instance.connect({ principal: soon });
  expect(await client.untilEvent('end')).toEqual({ reason: 'token_expired' });
  expect(Date.now()).toBeGreaterThanOrEqual(soon.tokenExpiresAt);
  expect(await client.ended).toEqual({ complete: true });
});

test('a stop ends all streams politely, at once, and whoever takes nothing without waiting', async () => {
  const { append, publish, startInstance, principal } = await createStreamInstallation();
  const instance = await startInstance(KAFKA_ALONE);
  await untilLive(instance);
  const stuck = await instance.connect();
  const healthy = await instance.connect();
  stuck.pause();
  await append(60_000);
  await publish(59_999);
  await healthy.until(60_000);
  const clients = await Promise.all(range(1, 30).map(() => instance.connect()));
  const { signal } = new AbortController();
  const late = await instance.streams.prepare({ principal, signal });
  const begun = performance.now();
  const stopped = instance.streams.stop();
  for (const client of clients) {
    expect(await client.untilEvent('end')).toEqual({ reason: 'shutdown' });
    expect(await client.ended).toEqual({ complete: true });
  }
  const waits = clients.map(({ retries }) => retries.at(-1));
  expect(new Set(waits).size).toBeGreaterThan(3);
  await stopped;
  expect(performance.now() - begun).toBeLessThan(5_000);
  await expect(instance.streams.prepare({ principal, signal })).rejects.toMatchObject({
    code: 'stopping',
  });
  const written: string[] = [];
  late.open({
    write: (bytes) => written.push(Buffer.from(bytes).toString()) > 0,
    backlog: () => 0,
    onDrain: () => undefined,
    onClose: () => undefined,
    end: () => written.push('(end)'),
    destroy: () => undefined,
  });
  expect(written.join('')).toContain('{"reason":"shutdown"}\n\n(end)');
  stuck.resume();
  expect(await stuck.ended).toEqual({ complete: false });
  expect(instance.log.join('')).not.toContain('the group was not deleted');
});

test('clients that follow instances through a rolling restart lose nothing', async () => {
  const { append, publish, startInstance } = await createStreamInstallation();
  let [current, next] = await Promise.all([startInstance(), startInstance()]);
  const following = range(1, 50).map(() => ({ last: 0, numbers: [] as number[] }));
  let committed = 0;
  let done = false;

  async function follow(state: { last: number; numbers: number[] }): Promise<void> {
    while (state.last < committed || !done) {
      const client = await current.connect({ lastEventId: state.last }).catch(() => null);
      if (!client) continue;
      const caughtUp = eventually(
        'it has all',
        // Who had all of it before gets nothing more.
        () => (done && (client.numbers().at(-1) ?? state.last) === committed ? true : null),
      );
      await Promise.race([client.ended, caughtUp]);
      client.close();
      state.numbers.push(...client.numbers());
      state.last = state.numbers.at(-1) ?? 0;
    }
  }
  const followed = Promise.all(following.map(follow));
  for (const restart of range(1, 4)) {
    await append(200);
    await publish(committed);
    committed = 200 * restart;
    const old = current;
    current = next;
    await old.stop();
    next = await startInstance();
  }
  done = true;
  await followed;
  for (const { numbers } of following) expect(numbers).toEqual(range(1, committed));
});
