import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { exportDetectionsInput } from '@intellisite/contracts';
import { createLogs, createSnapshots } from '@intellisite/db';
import { createLogger } from '@intellisite/service';
import { eventually } from '@intellisite/service/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isRows, type ApiResponse } from '../src/http/api-response.ts';
import { createFetchHandler } from '../src/http/fetch-adapter.ts';
import { createNodeListener, type Handle } from '../src/http/node-adapter.ts';
import { tellEndOfRows, type EndOfRows } from '../src/http/tell-end-of-rows.ts';
import { createFrozenAnswers } from '../src/rest/frozen-answers.ts';
import { createDetectionService } from '../src/services/detection-service.ts';
import {
  createInstallation,
  detections,
  logIn,
  pipeline,
  problemOf,
  type LoggedIn,
} from './support.ts';

const EXPORT = '/api/v1/detections/export?format=ndjson';
/** What a user may have open at once. */
const MOST = 2;
/** More than all buffers between server and client hold. */
const MANY = 60_000;
/** Bytes. The kernel tells of room for more when a third of its buffer is empty, which can be 4 MB. */
const TAKEN_AT_ONCE = 3_000_000;

async function begin(rows: number): Promise<LoggedIn> {
  const loggedIn = await logIn();
  await loggedIn.installation.log.ingest(detections(rows));
  return loggedIn;
}

/** One that its client reads nothing of yet; `leave` ends it. */
async function open({ call }: LoggedIn): Promise<{ status: number; leave: () => Promise<void> }> {
  const { status, body } = await call(EXPORT);
  return {
    status,
    leave: async () => {
      await body?.cancel();
    },
  };
}

describe('exports of a user', () => {
  test('are two at once, and the third is told to wait until one has ended or was left', async () => {
    const loggedIn = await begin(MANY);
    const running = [await open(loggedIn), await open(loggedIn)];
    expect(running.map(({ status }) => status)).toEqual([200, 200]);
    const refused = await loggedIn.call(EXPORT);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10']);
    expect((await problemOf(refused)).code).toBe('rate_limited');

    await running[0]?.leave();
    await eventually('its place is free', async () => {
      const again = await loggedIn.call(EXPORT);
      const rows = (await again.text()).trimEnd().split('\n').length;
      return again.status === 200 && rows === MANY ? true : null;
    });
    await running[1]?.leave();
  });

  test('leave nothing behind where their turn on their connection never came', async () => {
    const { api, tokens, call } = await begin(MANY);
    const connection = await pipeline(api.port, tokens.access_token, ['/alerts', EXPORT, EXPORT]);
    await eventually('both have begun', () => {
      const answers = api.logged.filter((line) =>
        /"route":"\/detections\/export".*"answered"/.test(line),
      );
      return answers.length === MOST ? true : null;
    });
    expect((await call(EXPORT)).status).toBe(429);
    connection.destroy();
    const next = await eventually('a place is free', async () => {
      const response = await call(EXPORT);
      return response.status === 200 ? response : null;
    });
    await next.body?.cancel();
  });

  test('leave nothing behind where nobody reads them: asked for by HEAD', async () => {
    const { call } = await begin(1);
    for (let asked = 0; asked <= MOST; asked += 1) {
      expect((await call(EXPORT, { method: 'HEAD' })).status).toBe(200);
    }
    const response = await call(EXPORT);
    expect([response.status, (await response.text()).length > 0]).toEqual([200, true]);
  });
});

test('an export that fails in the middle is broken off, and the log says why', async () => {
  const { installation, api, call } = await begin(140_000);
  const response = await call(EXPORT, { headers: { 'x-request-id': 'export-1' } });
  expect(response.status).toBe(200);
  await installation.pool.query('ALTER TABLE detections RENAME TO gone');
  await expect(response.text()).rejects.toThrow();
  await installation.pool.query('ALTER TABLE gone RENAME TO detections');
  expect(await (await call('/metrics')).text()).toMatch(
    /intellisite_exports_total\{end="failed".* 1\n/,
  );
  const lines = api.logged.filter((line) => line.includes('"export-1"'));
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    expect.objectContaining({ msg: 'answered', status: 200 }),
    expect.objectContaining({
      level: 'error',
      route: '/detections/export',
      code: 'internal',
      err: expect.objectContaining({
        message: expect.stringContaining('detections') as string,
      }) as unknown,
    }),
  ]);
});

interface Exports {
  /** Answers with an export, all of one user. */
  handle: Handle;
  logged: readonly string[];
  ends: readonly EndOfRows[];
}

async function createExports(rows = MANY): Promise<Exports> {
  const logged: string[] = [];
  const ends: EndOfRows[] = [];
  const logger = createLogger({
    name: 'api',
    level: 'info',
    pretty: false,
    stream: { write: (line) => void logged.push(line) },
  });
  const { pool, log } = await createInstallation();
  await log.ingest(detections(rows));
  const snapshot = await createSnapshots(pool).read();
  const logs = createLogs({ pool, replica: null });
  const service = createDetectionService(pool, logs, createFrozenAnswers());
  const input = exportDetectionsInput.parse({ format: 'ndjson' });
  const listener = { logger, onEnd: (end: EndOfRows) => void ends.push(end) };
  return {
    logged,
    ends,
    async handle(request) {
      const answer: unknown = await service.export(snapshot, 'one user', input, request.signal);
      const response = answer as ApiResponse;
      if (!isRows(response.body)) throw new Error('no rows');
      return { ...response, body: tellEndOfRows(response.body, request, 'export', listener) };
    },
  };
}

/** From a server that waits for so long for clients that take nothing. */
async function serve(
  { handle }: Exports,
  stallMs: number,
): Promise<() => Promise<IncomingMessage>> {
  const listener = createNodeListener(handle, { trustProxy: false, stallMs });
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const { port } = server.address() as AddressInfo;
  return () =>
    new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port, agent: false }, resolve).on('error', reject);
    });
}

describe('the place of an export', () => {
  test('is free again when its client takes nothing, whose connection ends, as the log says', async () => {
    const exports = await createExports();
    const start = await serve(exports, 300);
    const stuck = [await start(), await start()];
    const cut = Promise.all(stuck.map((response) => once(response, 'error')));
    const next = await eventually('a place is free', start);
    next.destroy();
    const lines = await eventually('both are in the log', () =>
      exports.logged.length === stuck.length ? exports.logged : null,
    );
    expect(exports.ends.filter((end) => end === 'stalled')).toHaveLength(stuck.length);
    for (const line of lines) {
      expect(JSON.parse(line)).toMatchObject({
        level: 'info',
        msg: 'an answer was given up',
        reason: 'The client took nothing for too long.',
      });
    }
    for (const response of stuck) response.resume();
    expect(await cut).toMatchObject(stuck.map(() => [{ code: 'ECONNRESET' }]));
  });

  test('is kept by a client that takes something now and then', async () => {
    const stallMs = 1_000;
    const exports = await createExports(2 * MANY);
    const start = await serve(exports, stallMs);
    const begun = performance.now();
    let rows = 0;
    let taken = 0;
    for await (const chunk of (await start()) as AsyncIterable<Buffer>) {
      rows += chunk.toString('latin1').split('\n').length - 1;
      taken += chunk.length;
      if (taken < TAKEN_AT_ONCE) continue;
      taken = 0;
      await setTimeout(stallMs / 2);
    }
    expect(rows).toBe(2 * MANY);
    expect(performance.now() - begun).toBeGreaterThan(2 * stallMs);
    expect(exports.ends).toEqual(['whole']);
  });

  test('is free again also where another server has the connections', async () => {
    const { handle, ends } = await createExports();
    const ask = createFetchHandler({ handle, trustProxy: false, stallMs: 300 });
    const start = () => ask(new Request('http://localhost/'));
    const stuck = [await start(), await start()];
    const whole = await eventually('a place is free', start);
    const text = await whole.text();
    expect(text.trimEnd().split('\n')).toHaveLength(MANY);
    for (const { body } of stuck) {
      await expect(body?.getReader().closed).rejects.toThrow('took nothing for too long');
    }
    await eventually('all three have ended', () => (ends.length === 3 ? true : null));
    expect([...ends].sort()).toEqual(['stalled', 'stalled', 'whole']);
  });
});
