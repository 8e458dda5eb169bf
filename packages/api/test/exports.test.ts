import { eventually } from '@intellisite/service/testing';
import { describe, expect, test } from 'vitest';
import { detections, logIn, problemOf, type LoggedIn } from './support.ts';

const EXPORT = '/api/v1/detections/export?format=ndjson';
/** What a user may have open at once. */
const MOST = 2;
/** More than all buffers between server and client hold. */
const MANY = 60_000;

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

  test('leave nothing behind where nobody reads them: asked for by HEAD', async () => {
    const { call } = await begin(1);
    for (let asked = 0; asked <= MOST; asked += 1) {
      expect((await call(EXPORT, { method: 'HEAD' })).status).toBe(200);
    }
    const response = await call(EXPORT);
    expect([response.status, (await response.text()).length > 0]).toEqual([200, true]);
  });
});
