import { openTestWay } from '@intellisite/db/testing';
import type { Readiness } from '@intellisite/service';
import { eventually } from '@intellisite/service/testing';
import { expect, onTestFinished, test } from 'vitest';
import { call, createInstallation, tokensFor } from './support.ts';

test('a server whose database has fallen silent says so sooner than its calls fail', async () => {
  const installation = await createInstallation();
  const way = await openTestWay(installation.databaseUrl);
  onTestFinished(() => {
    way.close();
  });
  const api = await installation.startApi({ changes: { DATABASE_URL: way.url } });
  const { access_token: token } = await tokensFor(api, installation.admin);
  way.forget();
  const answered: string[] = [];
  const asked = call(api.url, '/users/me', { token }).then(() => answered.push('call'));
  const ready = await fetch(`${api.url}/ready`);
  answered.push('ready');
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({
    status: 'unavailable',
    checks: { database: 'its answer took longer than 3 s' },
  });
  await asked;
  expect(answered).toEqual(['ready', 'call']);
  await eventually('it has found another connection', async () => {
    const { status } = await fetch(`${api.url}/ready`);
    return status === 200 ? true : null;
  });
});

test('why something is amiss is told on the machine itself and to who has the token, and that it is to all', async () => {
  const host = 'db-7.internal.invalid';
  const installation = await createInstallation();
  const api = await installation.startApi({
    changes: {
      READ_DATABASE_URL: `postgres://reader@${host}:5432/intellisite`,
      METRICS_TOKEN: 'a token to read the metrics with',
    },
  });
  const elsewhere = { 'x-forwarded-for': '192.0.2.1' };
  const replica = async (headers: Record<string, string>): Promise<string | undefined> => {
    const response = await fetch(`${api.url}/ready`, { headers });
    return ((await response.json()) as Readiness).checks.replica;
  };
  await eventually('the replica was looked at', async () =>
    (await replica({})) === 'ok' ? null : true,
  );
  expect(await replica({})).toContain(host);
  expect(await replica(elsewhere)).toBe('amiss');
  const authorization = 'Bearer a token to read the metrics with';
  expect(await replica({ ...elsewhere, authorization })).toContain(host);
});
