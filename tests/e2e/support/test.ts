import { createIntellisiteClient, type IntellisiteClient, type Role } from '@intellisite/client';
import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import { createCameras, uniqueName, type Cameras } from './cameras.ts';
import { sharedSystem } from './env.ts';
import { openSignedIn } from './sign-in.ts';
import { createPageProblems, type PageProblems } from './strict-page.ts';
import type { Credentials, System } from './system.ts';

export { expect } from '@playwright/test';
export { signIn } from './sign-in.ts';

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

interface TestFixtures {
  /** Who looks at the page: `test.use({ as: 'viewer' })`; null: nobody has signed in. */
  as: Role | null;
  /** Another page, in a browser of its own, where this person has signed in. */
  openAs: (person: Credentials) => Promise<Page>;
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

  openAs: async ({ browser, system }, use) => {
    const opened: Page[] = [];
    await use(async (person) => {
      const page = await openSignedIn(browser, system.url, person);
      opened.push(page);
      return page;
    });
    for (const page of opened) await page.context().close();
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

async function keepSignIn(...signIn: Parameters<typeof openSignedIn>): Promise<StorageState> {
  const page = await openSignedIn(...signIn);
  const state = await page.context().storageState();
  await page.context().close();
  return state;
}
