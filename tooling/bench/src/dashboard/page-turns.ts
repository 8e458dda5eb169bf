import type { SignedInBrowser } from './browser.ts';

export interface PageTurnsOptions {
  /** From 1. */
  firstPage: number;
  turns: number;
  /** Between two turns: how long a person looks. */
  pauseMs: number;
}

/** Caches are filled meanwhile. */
const WARM_UP_TURNS = 5;

/** Milliseconds from each click on "Next page" until its rows are on the screen. */
export async function measurePageTurns(
  browser: SignedInBrowser,
  { firstPage, turns, pauseMs }: PageTurnsOptions,
): Promise<number[]> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`/dashboard/detections?page=${String(firstPage)}`);
  await page.getByText('Live', { exact: true }).waitFor();
  const next = page.getByRole('button', { name: 'Next page' });
  const times: number[] = [];
  for (let turn = 0; turn < WARM_UP_TURNS + turns; turn++) {
    const turned = page.evaluate(nextTurn);
    await next.click();
    const ms = await turned;
    if (turn >= WARM_UP_TURNS) times.push(ms);
    await page.waitForTimeout(pauseMs);
  }
  await context.close();
  return times;
}

/** In the page: from the next click until after the frame that first shows another first row. */
function nextTurn(): Promise<number> {
  const firstRow = (): string => document.querySelector('tbody tr')?.textContent ?? '';
  return new Promise((resolve) => {
    document.addEventListener(
      'click',
      ({ timeStamp }) => {
        const before = firstRow();
        const rows = new MutationObserver(() => {
          if (firstRow() === before) return;
          rows.disconnect();
          requestAnimationFrame(() => {
            // What is asked for in a frame comes after it was drawn.
            setTimeout(() => {
              resolve(performance.now() - timeStamp);
            });
          });
        });
        rows.observe(document.body, { subtree: true, childList: true, characterData: true });
      },
      { capture: true, once: true },
    );
  });
}
