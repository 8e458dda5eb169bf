import type { AppRouter } from '@intellisite/api';
import type { SessionList } from '@intellisite/contracts';
import { eventually } from '@intellisite/service/testing';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { expect, onTestFinished, test } from 'vitest';
import { sessionExpiry, signedInAgain } from '../src/auth/session-expiry.ts';
import { isSessionOver, signInAgainLink } from '../src/auth/sign-in-again-link.ts';
import { createBrowser, signIn } from './support/browser.ts';
import { createInstallation } from './support/installation.ts';

/** The dashboard's client in a browser of which only the cookies are there. */
async function createDashboard() {
  const installation = await createInstallation();
  onTestFinished(() => installation.stop());
  const { url } = await installation.startWeb();
  const browser = createBrowser(url);
  const admin = { username: 'admin', password: installation.adminPassword() };
  await signIn(browser, admin);
  let arrived: Promise<unknown> = Promise.resolve();
  const client = createTRPCClient<AppRouter>({
    links: [
      signInAgainLink(),
      httpBatchLink({
        url: `${url}/api/v1/trpc`,
        async fetch(target, init) {
          const response = await fetch(target as string, {
            ...(init as RequestInit),
            headers: {
              ...(init?.headers as Record<string, string>),
              cookie: browser.cookieHeader(),
              'sec-fetch-site': 'same-origin',
            },
          });
          await arrived;
          return response;
        },
      }),
    ],
  });
  return {
    client,
    signInAgain: () => signIn(browser, admin),
    /** Answers are on their way until this one resolves. */
    holdAnswers: (until: Promise<unknown>): void => {
      arrived = until;
    },
    /** Ends the session as another device does. */
    endSession: async (): Promise<void> => {
      const { body } = await browser.get('/api/v1/sessions');
      const own = (JSON.parse(body) as SessionList).data.find(({ current }) => current);
      await client.sessions.end.mutate({ id: own?.id ?? '' });
    },
  };
}

test('calls that meet the end of the session wait for the person, and are then made anew', async () => {
  const { client, endSession, signInAgain } = await createDashboard();
  await endSession();
  const told: boolean[] = [];
  const unsubscribe = sessionExpiry.subscribe(() => {
    told.push(sessionExpiry.isWaiting());
  });
  onTestFinished(() => {
    unsubscribe();
  });
  const left = new AbortController();
  const waiting = [
    client.users.me.query(),
    client.sessions.list.query(),
    client.users.create.mutate({ username: 'jo', password: 'a staple for the horse' }),
  ];
  const given = client.users.me.query(undefined, { signal: left.signal });
  await eventually('somebody waits', () => (sessionExpiry.isWaiting() ? true : null));
  left.abort();
  await expect(given).rejects.toThrow();
  await signInAgain();
  signedInAgain();
  const [me, , jo] = await Promise.all(waiting);
  expect([me, jo]).toMatchObject([{ username: 'admin' }, { username: 'jo' }]);
  // All of them waited for one question.
  expect(told).toEqual([true, false]);
});

test('a call whose refusal arrives after that asks nobody a second time', async () => {
  const { client, endSession, signInAgain, holdAnswers } = await createDashboard();
  await endSession();
  const asked = client.users.me.query();
  const told: boolean[] = [];
  const unsubscribe = sessionExpiry.subscribe(() => {
    told.push(sessionExpiry.isWaiting());
  });
  onTestFinished(() => {
    unsubscribe();
  });
  const signedIn = signInAgain().then(signedInAgain);
  holdAnswers(signedIn);
  expect(await asked).toMatchObject({ username: 'admin' });
  expect(told).not.toContain(true);
});

test('another tab that has signed in lets this one go on', async () => {
  const { client, endSession, signInAgain } = await createDashboard();
  await endSession();
  const me = client.users.me.query();
  await eventually('somebody waits', () => (sessionExpiry.isWaiting() ? true : null));
  await signInAgain();
  const otherTab = new BroadcastChannel('intellisite.session');
  otherTab.postMessage(null);
  expect(await me).toMatchObject({ username: 'admin' });
  otherTab.close();
});

test('any other refusal is for whoever made the call', async () => {
  const { client } = await createDashboard();
  const refusal = await client.users.disable
    .mutate({ id: '00000000-0000-4000-8000-000000000000' })
    .catch((error: unknown) => error);
  expect(refusal).toMatchObject({ data: { problem: { code: 'not_found' } } });
  expect(isSessionOver(refusal)).toBe(false);
  expect(sessionExpiry.isWaiting()).toBe(false);
});
