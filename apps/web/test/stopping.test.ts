import { request, type IncomingMessage } from 'node:http';
import { eventually } from '@intellisite/service/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ask, logIn } from './support/ask.ts';
import { createInstallation, type Installation } from './support/installation.ts';
import type { RunningServer } from './support/server-process.ts';

const DETECTIONS = 100_000;

let installation: Installation;
let server: RunningServer;
let headers: Record<string, string>;

beforeEach(async () => {
  installation = await createInstallation();
  installation.startIndexer();
  await installation.sendSuspicious(DETECTIONS);
  server = await installation.startWeb();
  const token = await logIn(server.url, 'admin', installation.adminPassword());
  headers = { authorization: `Bearer ${token}` };
  await eventually('all is indexed', async () => {
    const { body } = await ask(server.url, { path: '/api/v1/detections?limit=1', headers });
    return (JSON.parse(body) as { total: number }).total === DETECTIONS ? true : null;
  });
}, 300_000);

afterEach(() => installation.stop());

/** Opens an export and reads nothing of it yet. */
function openExport(): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(`${server.url}/detections/export?format=ndjson`, { headers, agent: false })
      .on('response', (response) => {
        response.pause();
        resolve(response);
      })
      .on('error', reject)
      .end();
  });
}

test('a server that is told to stop finishes what it is answering, and answers nothing with a failure', async () => {
  const download = await openExport();
  const statuses = new Set<number>();
  let refused = 0;
  async function askOn(): Promise<void> {
    while (refused < 20) {
      try {
        const answer = await ask(server.url, { path: '/detections?limit=1000&make=Ford', headers });
        statuses.add(answer.status);
      } catch {
        refused += 1;
      }
    }
  }
  const asking = Array.from({ length: 20 }, askOn);
  await eventually('it is busy', () => (statuses.has(200) ? true : null));
  const stopped = server.stop();
  await Promise.all(asking);

  let lines = 0;
  for await (const chunk of download as AsyncIterable<Buffer>) {
    lines += chunk.toString('latin1').split('\n').length - 1;
  }
  expect(lines).toBe(DETECTIONS);
  expect(await stopped).toBe(0);
  expect([...statuses].filter((status) => ![200, 503].includes(status))).toEqual([]);
  expect(server.output()).not.toMatch(/"level":"(error|fatal)"/);
});

test('a client that takes nothing holds a stop up for less than 10 s', async () => {
  const download = await openExport();
  const begun = Date.now();
  expect(await server.stop()).toBe(0);
  expect(Date.now() - begun).toBeLessThan(10_000);
  download.destroy();
});
