import { setInterval } from 'node:timers';
import { eventually } from '@intellisite/service/testing';
import { expect, onTestFinished, test } from 'vitest';
import { logIn } from './support/ask.ts';
import { createInstallation } from './support/installation.ts';
import { createResumingClient } from './support/resuming-client.ts';

const CLIENTS = 1_000;
const SEND_EVERY_MS = 250;
const ALERTS_AT_ONCE = 5;

test('a rolling restart under 1,000 streams ends each politely and loses no alert', async () => {
  const installation = await createInstallation();
  onTestFinished(() => installation.stop());
  installation.startIndexer();
  const servers = [await installation.startWeb(), await installation.startWeb()];
  const urls = servers.map(({ url }) => url);
  const token = await logIn(urls[0]!, 'admin', installation.adminPassword());
  let sent = 50;
  await installation.sendSuspicious(sent);

  const clients = Array.from({ length: CLIENTS }, (_, first) =>
    createResumingClient({ urls, first, token }),
  );
  onTestFinished(() => {
    for (const client of clients) client.stop();
  });
  const allHave = (count: number) =>
    eventually(`every client has ${String(count)} alerts`, () =>
      clients.every((client) => client.last() >= count) ? true : null,
    );
  await allHave(sent);

  const sending = setInterval(() => {
    sent += ALERTS_AT_ONCE;
    void installation.sendSuspicious(ALERTS_AT_ONCE);
  }, SEND_EVERY_MS);
  onTestFinished(() => {
    clearInterval(sending);
  });
  for (const server of servers) {
    // One that takes longer than it may exits with 1.
    expect(await server.stop()).toBe(0);
    await installation.startWeb({ PORT: String(server.port) });
  }
  clearInterval(sending);
  await allHave(sent);

  expect(clients.flatMap((client) => client.outOfTurn())).toEqual([]);
  expect(new Set(clients.map((client) => client.last()))).toEqual(new Set([sent]));
  expect(clients.reduce((sum, client) => sum + client.resets(), 0)).toBe(0);
  // Whoever was on the first server was sent away by it; so was whoever was on the second by then.
  expect(clients.filter((client) => client.ends().length > 0).length).toBe(CLIENTS);
  expect(new Set(clients.flatMap((client) => client.ends()))).toEqual(new Set(['shutdown']));
}, 400_000);
