// What the patch of kafkajs changes in the queue of a connection's requests: see docs/decisions/0003.
import { createRequire } from 'node:module';
import { expect, onTestFinished, test, vi } from 'vitest';

const require = createRequire(import.meta.url);
const RequestQueue = require('kafkajs/src/network/requestQueue') as new (options: object) => {
  push: (request: object) => void;
  fulfillRequest: (response: object) => void;
  scheduleRequestTimeoutCheck: () => void;
  destroy: () => void;
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

test('a request that is not answered times out, also when the time of day is set back', async () => {
  const queue = new RequestQueue({
    logger: { debug: () => undefined },
    requestTimeout: 20,
    enforceRequestTimeout: true,
    isConnected: () => true,
  });
  onTestFinished(() => {
    queue.destroy();
    vi.restoreAllMocks();
  });
  queue.scheduleRequestTimeoutCheck();
  const failed = new Promise<Error>((reject) => {
    const entry = { correlationId: 1, resolve: () => undefined, reject };
    queue.push({ entry, expectResponse: true, requestTimeout: 20, sendRequest: () => undefined });
  });
  const anHourAgo = Date.now() - 3_600_000;
  vi.spyOn(Date, 'now').mockReturnValue(anHourAgo);
  expect((await failed).name).toBe('KafkaJSRequestTimeoutError');
}, 10_000);
