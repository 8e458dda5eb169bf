import { expect, type Page } from '@playwright/test';

/** The page is not wider than the window; where it is, what reaches beyond is named. */
export async function expectToFit(page: Page): Promise<void> {
  const beyond = await page.evaluate(() => {
    if (document.documentElement.scrollWidth <= window.innerWidth) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > window.innerWidth)
      .map(
        (element) =>
          `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ${element.textContent.slice(0, 60)}`,
      );
  });
  expect(beyond, `wider than the window, at ${page.url()}`).toEqual([]);
}
