// What the patch of kafkajs changes in the queue of a connection's requests: see docs/decisions/0003.
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

const require = createRequire(import.meta.url);
const RequestQueue = require('kafkajs/src/network/requestQueue') as new (options: object) => {
  push: (request: object) => void;
  fulfillRequest: (response: object) => void;
};

const timers = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;

test('a connection whose requests are answered has no timer left', () => {
  const answers: unknown[] = [];
  const queue = new RequestQueue({ logger: { debug: () => undefined } });
  const entry = { correlationId: 1, resolve: (answer: unknown) => answers.push(answer) };
  const before = timers();
  queue.push({ entry, expectResponse: true, sendRequest: () => undefined });
  queue.fulfillRequest({ correlationId: 1, payload: null, size: 0 });
  expect(answers).toHaveLength(1);
  expect(timers()).toBe(before);
});
