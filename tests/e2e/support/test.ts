import { createIntellisiteClient, type IntellisiteClient, type Role } from '@intellisite/client';
import { expect, test as base, type Browser, type BrowserContext } from '@playwright/test';
import { createCameras, uniqueName, type Cameras } from './cameras.ts';
import { sharedSystem } from './env.ts';
import { signIn } from './sign-in.ts';
import { createPageProblems, type PageProblems } from './strict-page.ts';
import type { Credentials, System } from './system.ts';

export { expect } from '@playwright/test';
export { signIn } from './sign-in.ts';

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

interface TestFixtures {
  /** Who looks at the page: `test.use({ as: 'viewer' })`; null: nobody has signed in. */
  as: Role | null;
  problems: PageProblems;
}

interface WorkerFixtures {
  system: System;
  /** The API as the admin. */
  client: IntellisiteClient;
  cameras: Cameras;
  /** Somebody of each role. */
  people: Record<Role, Credentials>;
  /** What the browser keeps of a sign-in, made once for each role. */
  signedIn: (role: Role) => Promise<StorageState>;
}

/** Makes a user who can sign in. */
export async function createPerson(client: IntellisiteClient, role: Role): Promise<Credentials> {
  const username = uniqueName(role).replaceAll(' ', '-');
  const password = `seven horses in a ${username}`;
  await client.api.users.create.mutate({ username, password, role });
  return { username, password };
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  as: ['operator', { option: true }],

  system: [({}, use) => use(sharedSystem()), { scope: 'worker' }],

  client: [
    async ({ system }, use) => {
      const client = createIntellisiteClient({ url: system.url, ...system.admin });
      await use(client);
      await client.close();
    },
    { scope: 'worker' },
  ],

  cameras: [
    async ({ system, client }, use) => {
      const cameras = await createCameras(system.brokers, client);
      await use(cameras);
      await cameras.stop();
    },
    { scope: 'worker' },
  ],

  people: [
    async ({ system, client }, use) => {
      await use({
        admin: system.admin,
        operator: await createPerson(client, 'operator'),
        viewer: await createPerson(client, 'viewer'),
      });
    },
    { scope: 'worker' },
  ],

  signedIn: [
    async ({ browser, system, people }, use) => {
      const states = new Map<Role, Promise<StorageState>>();
      await use((role) => {
        const state = states.get(role) ?? keepSignIn(browser, system.url, people[role]);
        states.set(role, state);
        return state;
      });
    },
    { scope: 'worker' },
  ],

  baseURL: ({ system }, use) => use(system.url),

  storageState: async ({ as, signedIn }, use) => {
    await use(as === null ? undefined : await signedIn(as));
  },

  problems: [
    async ({ browser, context }, use) => {
      const problems = createPageProblems();
      const watchPages = (opened: BrowserContext): void => {
        opened.on('page', (page) => {
          problems.watch(page);
        });
      };
      watchPages(context);
      // Those in which a test lets somebody else sign in.
      browser.on('context', watchPages);
      await use(problems);
      browser.off('context', watchPages);
      expect(problems.list(), 'what the page must not do').toEqual([]);
    },
    { auto: true },
  ],
});

async function keepSignIn(
  browser: Browser,
  url: string,
  credentials: Credentials,
): Promise<StorageState> {
  const page = await browser.newPage({ baseURL: url });
  await page.goto('/sign-in');
  await signIn(page, credentials);
  await page.waitForURL('**/dashboard');
  const state = await page.context().storageState();
  await page.close();
  return state;
}
