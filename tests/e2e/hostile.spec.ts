import { uniqueName } from './support/cameras.ts';
import { expectToFitAt } from './support/fits.ts';
import { expect, test } from './support/test.ts';

const HOSTILE = [
  '<script>document.title="x"</script>',
  '<img src=x onerror="document.title=1">',
  '"><svg/onload=alert(1)>',
  "';drop table detections;--",
  '{{7*7}}${7*7}',
  '\u202Egnp.exe',
  'e\u0301\u0301\u0301\u0301 \u{1F694}\u{1F468}\u200D\u{1F469}\u200D\u{1F467}',
  'W'.repeat(500),
];

for (const path of [
  '/dashboard',
  '/dashboard/detections',
  '/dashboard/alerts',
  '/dashboard/stats',
]) {
  test(`names from cameras are text and no more in ${path}`, async ({ page, cameras }) => {
    const tag = uniqueName('Odd');
    // Where many alerts of other tests have come on top meanwhile, these are no longer in the page.
    await expect(async () => {
      const since = new Date().toISOString();
      await cameras.detect(
        HOSTILE.map((name) => ({
          Year: 2020,
          Make: `${tag} ${name}`,
          Model: name,
          Category: `SUV, ${name.replaceAll(/[,\u202E]/g, '').slice(0, 40)}`,
          Source: name,
        })),
      );
      await page.goto(`${path}?from=${since}`);
      await expect(page.getByText(tag).first()).toBeAttached({ timeout: 5_000 });
    }).toPass();
    await expectToFitAt(page, [1440, 390]);
    if (path === '/dashboard/detections') {
      // The longest; other tests send such names, too.
      await page.locator('tbody tr').filter({ hasText: tag }).first().click();
      await expect(page.getByRole('complementary')).toContainText(tag);
      await expectToFitAt(page, [390, 1440]);
    }
    await expect(page).not.toHaveTitle(/^[x1]$/);
    expect(await page.locator('main script, main img').count()).toBe(0);
    expect(await page.locator('main').innerText()).not.toContain('\u202E');
  });
}

test('no other site can frame a page', async ({ page, system }) => {
  for (const path of ['/sign-in', '/dashboard']) {
    const response = await page.request.get(`${system.url}${path}`);
    expect(response.headers()['content-security-policy']).toContain("frame-ancestors 'none'");
  }
});
