import type { Browser, Page } from '@playwright/test';
import type { Credentials } from './system.ts';

/** Fills in the form as a person does. */
export async function signIn(page: Page, { username, password }: Credentials): Promise<void> {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** The overview, in a browser of its own, where this person has signed in. */
export async function openSignedIn(
  browser: Browser,
  baseURL: string,
  person: Credentials,
): Promise<Page> {
  // Of a test, it would be signed in as somebody else.
  const storageState = { cookies: [], origins: [] };
  const context = await browser.newContext({ baseURL, storageState });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await signIn(page, person);
  await page.waitForURL('**/dashboard');
  return page;
}
