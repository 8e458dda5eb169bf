import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  AlertsResetError,
  type AlertsReset,
  type AlertStreamOptions,
  type AlertStreamState,
  type IntellisiteClient,
} from '../src/index.ts';
import { createFaultyLine } from './faulty-line.ts';
import { createGateway } from './gateway.ts';
import {
  adminClient,
  createInstallation,
  errorOf,
  numbers,
  pathOf,
  start,
  startApiWithTokensFor,
  suspicious,
  WITHIN,
} from './support.ts';

/** A loop over a client's alerts that goes on by itself. */
interface Loop {
  seqs: number[];
  states: AlertStreamState[];
  ended: Promise<unknown>;
  live(times?: number): Promise<void>;
  received(seq: number): Promise<void>;
}

function follow(client: IntellisiteClient, options: AlertStreamOptions = {}): Loop {
  const seqs: number[] = [];
  const states: AlertStreamState[] = [];
  async function run(): Promise<void> {
    const onState = (state: AlertStreamState): void => void states.push(state);
    for await (const { seq } of client.alerts({ onState, ...options })) seqs.push(seq);
  }
  const ended = run().catch((error: unknown) => error);
  return {
    seqs,
    states,
    ended,
    live: (times = 1) =>
      vi.waitFor(() => {
        expect(states.filter(({ state }) => state === 'live')).toHaveLength(times);
      }, WITHIN),
    received: (seq) =>
      vi.waitFor(() => {
        expect(seqs.at(-1)).toBe(seq);
      }, WITHIN),
  };
}

function reasonsOf({ states }: Loop): unknown[] {
  return states.flatMap((state) => {
    if (state.state === 'live') return [];
    return [typeof state.reason === 'string' ? state.reason : state.reason.code];
  });
}

/** Alert 2 comes twice, alert 4 never. */
function losingAndDoubling(): {
  writable: WritableStream<Uint8Array>;
  readable: ReadableStream<Uint8Array>;
} {
  const lines = new TransformStream<string, string>({
    transform(text, controller) {
      const frames = text.split('\n\n').flatMap((frame) => {
        if (frame.startsWith('id: 4\n')) return [];
        return frame.startsWith('id: 2\n') ? [frame, frame] : [frame];
      });
      controller.enqueue(frames.join('\n\n'));
    },
  });
  const decoder = new TextDecoderStream();
  const encoder = new TextEncoderStream();
  void decoder.readable
    .pipeThrough(lines)
    .pipeTo(encoder.writable)
    .catch(() => undefined);
  return { writable: decoder.writable, readable: encoder.readable };
}

describe('the stream of alerts', () => {
  test('begins now, or after any number', async () => {
    const { client, installation } = await start();
    await installation.log.ingest(suspicious(5));
    const loops = [follow(client), follow(client, { after: 2 }), follow(client, { after: 0 })];
    await Promise.all(loops.map((loop) => loop.live()));
    await installation.log.ingest(suspicious(2));
    await Promise.all(loops.map((loop) => loop.received(7)));
    expect(loops.map(({ seqs }) => seqs)).toEqual([[6, 7], numbers(3, 7), numbers(1, 7)]);
    for await (const alert of client.alerts({ after: 0 })) {
      expect(alert).toEqual(await client.api.alerts.get.query({ seq: 1 }));
      break;
    }
  });

  test('misses nothing and doubles nothing while servers are killed, stopped and started', async () => {
    const installation = await createInstallation();
    let api = await installation.startApi();
    const client = adminClient(installation, api.url);
    const loop = follow(client);
    await loop.live();
    for (const [round, end] of (['kill', 'stop', 'kill'] as const).entries()) {
      await installation.log.ingest(suspicious(100));
      const ending = api[end]();
      await installation.log.ingest(suspicious(100));
      await ending;
      await installation.log.ingest(suspicious(100));
      api = await installation.startApi({ port: api.port });
      await installation.log.ingest(suspicious(100));
      await loop.received(400 * (round + 1));
    }
    expect(loop.seqs).toEqual(numbers(1, 1_200));
    expect(reasonsOf(loop)).toContain('shutdown');
    expect(reasonsOf(loop)).toContain('network_error');
    await client.close();
    expect(await loop.ended).toBeUndefined();
  });

  test('knows where "now" was when its first connection breaks before any alert', async () => {
    const installation = await createInstallation();
    const api = await installation.startApi();
    const loop = follow(adminClient(installation, api.url));
    await loop.live();
    await api.kill();
    await installation.log.ingest(suspicious(3));
    await installation.startApi({ port: api.port });
    await loop.received(3);
    expect(loop.seqs).toEqual([1, 2, 3]);
  });

  test('goes on at once with a new token when the one it has expires', async () => {
    const installation = await createInstallation();
    const api = await startApiWithTokensFor(installation, 2);
    const loop = follow(adminClient(installation, api.url));
    await loop.live();
    await installation.log.ingest(suspicious(1));
    await loop.live(3);
    await installation.log.ingest(suspicious(1));
    await loop.received(2);
    expect(loop.seqs).toEqual([1, 2]);
    expect(reasonsOf(loop).slice(0, 2)).toEqual(['token_expired', 'token_expired']);
  });

  test('logs in anew when its session was ended', async () => {
    const { client, installation, api } = await start();
    const other = adminClient(installation, api.url);
    const loop = follow(client);
    await loop.live();
    const { id } = await client.api.users.me.query();
    await other.api.users.endSessions.mutate({ id });
    await loop.live(2);
    await installation.log.ingest(suspicious(1));
    await loop.received(1);
    expect(reasonsOf(loop)).toEqual(['session_ended']);
  });

  test('gives up a connection on which nothing comes, not even a heartbeat', async () => {
    const installation = await createInstallation();
    const api = await installation.startApi();
    const line = await createFaultyLine(api.port);
    const client = adminClient(installation, line.url, { mostSilenceMs: 500 });
    const loop = follow(client);
    await loop.live();
    line.freeze();
    await installation.log.ingest(suspicious(3));
    await vi.waitFor(() => {
      expect(reasonsOf(loop)).toContain('network_error');
    }, WITHIN);
    line.thaw();
    await loop.received(3);
    expect(loop.seqs).toEqual([1, 2, 3]);
  });

  test('comes back within an hour to a server that asks for a month', async () => {
    const installation = await createInstallation();
    const api = await installation.startApi();
    const gateway = await createGateway(api.port);
    const loop = follow(adminClient(installation, gateway.url));
    await loop.live();
    // As a proxy says during maintenance.
    gateway.answerNext({ status: 503, retryAfter: '2600000' });
    gateway.cut();
    await vi.waitFor(() => {
      expect(loop.states.at(-1)).toMatchObject({
        state: 'reconnecting',
        delayMs: 3_600_000,
        reason: { status: 503 },
      });
    }, WITHIN);
    expect(gateway.came).toHaveLength(1);
  });

  test('gives up no connection where any silence is allowed', async () => {
    const { client, installation } = await start({ mostSilenceMs: Infinity });
    const loop = follow(client);
    await loop.live();
    await installation.log.ingest(suspicious(1));
    await loop.received(1);
    expect(loop.states).toEqual([{ state: 'live' }]);
  });

  test('tells of alerts that are not there, and goes on where it can', async () => {
    const { client, installation } = await start();
    await installation.log.ingest(suspicious(3));
    const error = await errorOf(client.alerts({ after: 9 })[Symbol.asyncIterator]().next());
    expect(error).toBeInstanceOf(AlertsResetError);
    expect(error).toMatchObject({ reason: 'ahead', head: 3 });

    const resets: AlertsReset[] = [];
    const loop = follow(client, { after: 9, onReset: (reset) => void resets.push(reset) });
    await vi.waitFor(() => {
      expect(resets).toEqual([{ reason: 'ahead', head: 3 }]);
    }, WITHIN);
    await installation.log.ingest(suspicious(2));
    await loop.received(5);
    // As a restore does.
    await installation.pool.query('UPDATE store SET epoch = gen_random_uuid()');
    await vi.waitFor(() => {
      expect(resets.at(-1)).toEqual({ reason: 'epoch', head: 5 });
    }, WITHIN);
    expect(loop.seqs).toEqual([4, 5]);
  });

  test('gets an alert again that was lost on the way, and drops one that came twice', async () => {
    let answers = 0;
    const { client, installation } = await start({
      async fetch(input, init) {
        const response = await fetch(input, init);
        if (pathOf(input) !== '/alerts/stream' || (answers += 1) > 1) return response;
        return new Response(response.body!.pipeThrough(losingAndDoubling()), response);
      },
    });
    await installation.log.ingest(suspicious(5));
    const loop = follow(client, { after: 0 });
    await loop.received(5);
    expect(loop.seqs).toEqual([1, 2, 3, 4, 5]);
    expect(reasonsOf(loop)).toEqual(['unexpected_answer']);
  });

  test('brings every alert to a loop that is slow', async () => {
    const { client, installation } = await start();
    await installation.log.ingest(suspicious(20_000));
    const seqs: number[] = [];
    for await (const { seq } of client.alerts({ after: 0 })) {
      seqs.push(seq);
      if (seq % 1_000 === 0) await client.api.users.me.query();
      if (seq === 20_000) break;
    }
    expect(seqs).toEqual(numbers(1, 20_000));
  });

  test('throws what no waiting mends: an account that was disabled', async () => {
    const { client, api } = await start();
    const login = { username: 'jo', password: 'a staple for the horse' };
    const { id } = await client.api.users.create.mutate(login);
    const loop = follow(adminClient({ admin: login }, api.url));
    await loop.live();
    await client.api.users.disable.mutate({ id });
    expect(await loop.ended).toMatchObject({ code: 'invalid_credentials' });
  });

  test('throws when it cannot be begun at all', async () => {
    const installation = await createInstallation();
    const api = await installation.startApi();
    await api.stop();
    const client = adminClient(installation, api.url, { retry: { retries: 1, minDelayMs: 1 } });
    for (const options of [{}, { after: 0 }]) {
      expect(await follow(client, options).ended).toMatchObject({ code: 'network_error' });
    }
  });

  test('leaves nothing open on the server when the loop ends', async () => {
    const { client, installation } = await start();
    await installation.log.ingest(suspicious(1));
    const aborted = new AbortController();
    onTestFinished(() => {
      aborted.abort();
    });
    const loop = follow(client, { signal: aborted.signal });
    await loop.live();
    for await (const { seq } of client.alerts({ after: 0 })) if (seq === 1) break;
    aborted.abort(new Error('enough'));
    expect(await loop.ended).toMatchObject({ message: 'enough' });
    await vi.waitFor(async () => {
      expect((await client.api.system.status.query()).streams).toBe(0);
    }, WITHIN);
  });
});
