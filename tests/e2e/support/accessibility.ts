import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What can differ between the themes: they change colours and nothing else. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** Looks with axe at the page as it stands, in both themes. */
export async function expectAccessible(page: Page): Promise<void> {
  // In the page itself: without this, a page is opened for each look, for the frames that ours do not have.
  const axe = (): AxeBuilder => new AxeBuilder({ page }).setLegacyMode();
  const looks = {
    light: () => axe().withTags(STANDARDS),
    dark: () => axe().withRules(OF_COLOURS),
  };
  for (const colorScheme of ['light', 'dark'] as const) {
    // Without motion: a colour on its way from one theme to the other has no contrast to speak of.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await looks[colorScheme]().analyze();
    const found = violations.map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.map(
        ({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary ?? ''}`,
      ),
    }));
    expect(found, `in the ${colorScheme} theme`).toEqual([]);
  }
}
