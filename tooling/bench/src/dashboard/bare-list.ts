import type { Page } from '@playwright/test';
import type { SignedInBrowser } from './browser.ts';

/** As many as are in the page of the alerts view. */
const LINES = 26;

/**
 * The least that can show alerts: the event stream, and an element with a line of text for each of the
 * newest. What it takes is the way from Kafka, and the browser itself.
 */
export async function openBareList(browser: SignedInBrowser): Promise<Page> {
  // The policy of what is no page allows nothing.
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  await page.goto('/openapi.json');
  await page.evaluate(showAlerts, LINES);
  return page;
}

/** In the page; resolves when the stream is live. */
function showAlerts(most: number): Promise<void> {
  const list = document.createElement('ol');
  document.body.replaceChildren(list);
  const stream = new EventSource('/api/v1/alerts/stream');
  stream.addEventListener('alert', ({ data }) => {
    const { year, make, model } = JSON.parse(data as string) as Record<string, string>;
    const line = document.createElement('li');
    line.textContent = [year, make, model].join(' ');
    list.prepend(line);
    if (list.children.length > most) list.lastElementChild?.remove();
  });
  return new Promise((resolve) => {
    stream.addEventListener('open', () => {
      resolve();
    });
  });
}
