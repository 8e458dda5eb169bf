import { expectAccessible } from './support/accessibility.ts';
import { fleet, uniqueName } from './support/cameras.ts';
import { expectToFitAt } from './support/fits.ts';
import { expect, test } from './support/test.ts';

const VIEWS = [
  ['/dashboard', 'Overview'],
  ['/dashboard/detections', 'Detections'],
  ['/dashboard/stats', 'Statistics'],
  ['/dashboard/alerts', 'Alerts'],
  ['/dashboard/system', 'System'],
  ['/dashboard/users', 'Users'],
  ['/dashboard/profile', 'Profile'],
] as const;

test.describe('for an admin', () => {
  test.use({ as: 'admin' });

  for (const [path, title] of VIEWS) {
    test(`${path} is accessible, and never wider than the screen`, async ({ page, cameras }) => {
      await cameras.detect(fleet(uniqueName('Wide'), 10));
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
      await expectAccessible(page);
      await expectToFitAt(page, [1440, 1024, 390, 360]);
    });
  }
});

test('an address that leads nowhere says so, and leads on', async ({ page, problems }) => {
  problems.expect(/404/);
  let loads = 0;
  page.on('load', () => {
    loads += 1;
  });
  await page.goto('/dashboard/nothing-here');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible(page);
  expect(loads).toBe(1);
  await page.getByRole('main').getByRole('link').first().click();
  await page.waitForURL('**/dashboard');
});

test.describe('for a viewer', () => {
  test.use({ as: 'viewer' });

  test('what the role does not allow is neither offered nor given', async ({ page, problems }) => {
    problems.expect(/403/);
    await page.goto('/dashboard');
    const views = page.getByRole('navigation', { name: 'Views' }).first();
    await expect(views.getByRole('link', { name: 'Alerts' })).toBeVisible();
    for (const name of ['Users', 'System']) {
      await expect(views.getByRole('link', { name })).toHaveCount(0);
    }
    for (const path of ['/dashboard/users', '/dashboard/system']) {
      const response = await page.goto(path);
      expect(response?.status(), path).toBe(403);
    }
    await expectAccessible(page);
    const refused = await page.request.get('/api/v1/users', {
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    expect(refused.status()).toBe(403);
    // Browsers ask for it where a page names no icon.
    const icon = await page.request.get('/favicon.ico');
    expect(icon.headers()['content-type']).toContain('image/svg+xml');
  });
});
