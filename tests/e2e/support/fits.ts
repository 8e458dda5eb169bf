import { expect, type Page } from '@playwright/test';

/** The page is not wider than the window; where it is, what reaches beyond is named. */
async function expectToFit(page: Page): Promise<void> {
  const beyond = await page.evaluate(() => {
    if (document.documentElement.scrollWidth <= window.innerWidth) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > window.innerWidth)
      .map(
        (element) =>
          `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ${element.textContent.slice(0, 60)}`,
      );
  });
  expect(beyond, `wider than ${page.viewportSize()?.width ?? 0} px, at ${page.url()}`).toEqual([]);
}

/** The same at each of these widths, as when a window is made narrower. */
export async function expectToFitAt(page: Page, widths: readonly number[]): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 844 });
    await expectToFit(page);
  }
}
