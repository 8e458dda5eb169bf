import { openTestWay } from '@intellisite/db/testing';
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
    checks: { database: 'no answer within 3 s' },
  });
  await asked;
  expect(answered).toEqual(['ready', 'call']);
  await eventually('it has found another connection', async () => {
    const { status } = await fetch(`${api.url}/ready`);
    return status === 200 ? true : null;
  });
});
