import { createLogger } from '@intellisite/service';
import { expect, test } from 'vitest';
import type { Api, ApiOptions } from '../src/api.ts';
import { createApi } from '../src/create-api.ts';
import { createInstallation } from './support.ts';

interface Made {
  api: Api;
  logged: readonly string[];
  ask: (path: string) => Promise<[status: number, answer: unknown]>;
}

/** An API on a database without a user, that nothing has started yet. */
async function makeApi(onFirstAdmin: ApiOptions['onFirstAdmin']): Promise<Made> {
  const { settings } = await createInstallation();
  const logged: string[] = [];
  const stream = { write: (line: string) => void logged.push(line) };
  const logger = createLogger({ name: 'api', level: 'warn', pretty: false, stream });
  const api = createApi({ settings, version: '0.0.0-test', logger, onFirstAdmin });
  return {
    api,
    logged,
    async ask(path) {
      const response = await api.fetch(new Request(`http://localhost${path}`));
      return [response.status, await response.json()];
    },
  };
}

const STOPPING = { status: 'unavailable', checks: { server: 'stopping' } };

test('a server that stops is ready no more, from the moment that it is told to', async () => {
  const { api, ask } = await makeApi(() => undefined);
  expect(await ask('/ready')).toMatchObject([503, { status: 'unavailable' }]);
  await api.start();
  expect((await ask('/ready'))[0]).toBe(200);
  const stopped = api.stop();
  expect(await ask('/ready')).toEqual([503, STOPPING]);
  expect(await ask('/users/me')).toMatchObject([503, { code: 'stopping' }]);
  await stopped;
});

test('a stop during a start is final', async () => {
  let stopped: Promise<void> | undefined;
  const { api, ask, logged } = await makeApi(() => {
    stopped = api.stop();
  });
  await api.start();
  await stopped;
  expect(await ask('/ready')).toEqual([503, STOPPING]);
  expect(await ask('/users/me')).toMatchObject([503, { code: 'stopping' }]);
  // Parts that begin after their connections have ended complain.
  expect(logged).toEqual([]);
});
