import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { SignedInBrowser } from './browser.ts';
import { traceMainThread, type TaskTimes } from './main-thread.ts';
import { raiseAtOnce, raiseSteadily, type AlertSource } from './raise-alerts.ts';

export interface AlertRowsOptions {
  perSecond: number;
  seconds: number;
}

export interface AlertRows {
  sent: number;
  /** Milliseconds from before the send of a detection until the row of its alert was drawn. */
  latencies: number[];
  /** Tasks that blocked the main thread of the page for more than 50 ms, in ms. */
  longTasks: number[];
  /** All of its tasks. */
  tasks: TaskTimes;
}

/** Code is compiled and caches are filled meanwhile. */
const WARM_UP_SECONDS = 5;
const LAST_ROWS_MS = 3_000;

interface Watch {
  /** By the number in the model's name: when its row was drawn, in ms since 1970. */
  drawnAt: Record<number, number>;
  longTasks: number[];
}

declare global {
  interface Window {
    watchedRows?: Watch;
  }
}

/** The view that is measured. */
export async function openAlertsView(browser: SignedInBrowser): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto('/dashboard/alerts');
  await page.getByText('Live', { exact: true }).waitFor();
  return page;
}

/** The same view, with so many alerts in its list that came live. */
export async function openFilledAlertsView(
  browser: SignedInBrowser,
  source: AlertSource,
  count: number,
): Promise<Page> {
  const page = await openAlertsView(browser);
  const last = await raiseAtOnce(source, count);
  await page.getByRole('link', { name: `2020 Bench ${last}`, exact: true }).waitFor();
  return page;
}

/** Raises alerts at a steady rate while a page shows them; closes it then. */
export async function measureAlertRows(
  page: Page,
  source: AlertSource,
  { perSecond, seconds }: AlertRowsOptions,
): Promise<AlertRows> {
  await page.evaluate(watchRows);
  let readTasks: (() => Promise<TaskTimes>) | undefined;
  const sentAt = new Map<number, number>();
  const warmUp = perSecond * WARM_UP_SECONDS;
  const rate = { perSecond, seconds: WARM_UP_SECONDS + seconds };
  await raiseSteadily(source, rate, async (number) => {
    if (number === warmUp) {
      readTasks = await traceMainThread(page);
      await page.evaluate(forgetLongTasks);
    }
    sentAt.set(number, Date.now());
    return `Row ${String(number)}`;
  });
  await sleep(LAST_ROWS_MS);
  const { drawnAt, longTasks } = await page.evaluate(readWatch);
  const tasks = (await readTasks?.()) ?? [];
  await page.context().close();
  const latencies = [...sentAt]
    .filter(([number]) => number >= warmUp)
    .map(([number, at]) => (drawnAt[number] ?? Infinity) - at);
  return { sent: latencies.length, latencies, longTasks, tasks };
}

/** In the page. */
function watchRows(): void {
  const watch: Watch = { drawnAt: {}, longTasks: [] };
  window.watchedRows = watch;
  new MutationObserver((changes) => {
    const found = changes
      .flatMap(({ addedNodes }) => [...addedNodes])
      .flatMap((node) => [...(node.textContent ?? '').matchAll(/Row (\d+)/g)])
      .map(([, number]) => Number(number));
    if (found.length === 0) return;
    requestAnimationFrame(() => {
      // What is asked for in a frame comes after it was drawn.
      setTimeout(() => {
        for (const number of found) watch.drawnAt[number] ??= Date.now();
      });
    });
  }).observe(document.body, { subtree: true, childList: true });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) watch.longTasks.push(duration);
  }).observe({ type: 'longtask' });
}

/** In the page. */
function forgetLongTasks(): void {
  if (window.watchedRows) window.watchedRows.longTasks = [];
}

/** In the page. */
function readWatch(): Watch {
  return window.watchedRows ?? { drawnAt: {}, longTasks: [] };
}
