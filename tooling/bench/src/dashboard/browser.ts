import { CHROMIUM_ARGS, findChromium, signIn } from '@intellisite/e2e';
import { findFreePort } from '@intellisite/stack/testing';
import { chromium, type BrowserContext, type BrowserContextOptions } from '@playwright/test';
import type { Dashboard } from './dashboard-process.ts';

export interface SignedInBrowser {
  /** For Lighthouse, which speaks to the browser by itself. */
  debuggingPort: number;
  /** A window of its own in which the admin has signed in, with nothing loaded yet. */
  newContext(options?: Pick<BrowserContextOptions, 'bypassCSP'>): Promise<BrowserContext>;
  /** The same sign-in, as a header. */
  cookie: string;
  close(): Promise<void>;
}

const VIEWPORT = { width: 1440, height: 900 };

/** The browser of the end-to-end tests, with the admin signed in. */
export async function openBrowser({
  url,
  username,
  password,
}: Dashboard): Promise<SignedInBrowser> {
  const debuggingPort = await findFreePort();
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [...CHROMIUM_ARGS, `--remote-debugging-port=${String(debuggingPort)}`],
  });
  const context = await browser.newContext({ baseURL: url });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await signIn(page, { username, password });
  await page.waitForURL('**/dashboard');
  const storageState = await context.storageState();
  await context.close();
  return {
    debuggingPort,
    cookie: storageState.cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    async newContext(options) {
      const fresh = await browser.newContext({
        ...options,
        baseURL: url,
        storageState,
        viewport: VIEWPORT,
      });
      // The compiler of this program calls it in what is handed to the page.
      await fresh.addInitScript({ content: 'globalThis.__name = (its) => its;' });
      return fresh;
    },
    close: () => browser.close(),
  };
}
