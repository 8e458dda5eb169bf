import { expect, type Page } from '@playwright/test';

/** What reaches beyond the window; nothing, where the page is not wider. */
function whatIsBeyond(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    if (document.documentElement.scrollWidth <= window.innerWidth) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > window.innerWidth)
      .map(
        (element) =>
          `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ${element.textContent.slice(0, 60)}`,
      );
  });
}

/** The page is not wider than the window. What measures itself follows a change of the window by a frame. */
export async function expectToFit(page: Page): Promise<void> {
  const where = `wider than ${page.viewportSize()?.width ?? 0} px, at ${page.url()}`;
  await expect.poll(() => whatIsBeyond(page), where).toEqual([]);
}

/** The same at each of these widths, as when a window is made narrower. */
export async function expectToFitAt(page: Page, widths: readonly number[]): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 844 });
    await expectToFit(page);
  }
}
