import { expectAccessible } from './support/accessibility.ts';
import { fleet, uniqueName } from './support/cameras.ts';
import { expect, test } from './support/test.ts';

test('a detection opens beside the list, and its address leads back to it', async ({
  page,
  context,
  cameras,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const make = uniqueName('Detailed');
  await cameras.detect(fleet(make, 3));
  await page.goto(`/dashboard/detections?make=${encodeURIComponent(make)}`);
  const row = page.locator('tbody tr').nth(1);
  await row.getByRole('button').focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: /^Detection/ });
  await expect(panel).toContainText(make);
  await expect(panel).toBeFocused();
  await expectAccessible(page);
  await panel.getByRole('button', { name: 'Copy', exact: true }).click();
  const copied = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  // Copied is what the clipboard has taken, a moment after the click.
  await expect.poll(copied).toMatch(/^\{/);
  expect(JSON.parse(await copied())).toMatchObject({ make });
  await expect(page).toHaveURL(/[?&]id=/);
  const address = page.url();
  await panel.getByRole('radio', { name: 'curl' }).click();
  await panel.getByRole('button', { name: 'Copy', exact: true }).click();
  const id = new URL(address).searchParams.get('id') ?? '';
  await expect.poll(copied).toMatch(new RegExp(`^curl .*/api/v1/detections/${id}$`));
  await panel.getByRole('button', { name: 'Copy the link' }).click();
  await expect.poll(copied).toMatch(/^http/);
  const link = await copied();
  await page.goto(link);
  await expect(panel).toContainText(make);
  await page.goto(address);
  await expect(panel).toContainText(make);
});

test('whoever steps through the list from the panel goes on where they have arrived', async ({
  page,
  cameras,
}) => {
  const make = uniqueName('Stepped');
  await cameras.detect(fleet(make, 3));
  await page.goto(`/dashboard/detections?make=${encodeURIComponent(make)}`);
  const rows = page.locator('tbody tr');
  await expect(rows).toHaveCount(3);
  const ids = await rows.getByRole('button').allTextContents();
  const panel = page.getByRole('complementary', { name: /^Detection/ });
  await rows.nth(1).getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(panel).toContainText(`Detection ${ids[1] ?? ''}`);
  const next = panel.getByRole('button', { name: 'Next in the list' });
  await next.click();
  await expect(panel).toContainText(`Detection ${ids[2] ?? ''}`);
  await expect(next).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(rows.nth(2).getByRole('button')).toBeFocused();

  // Who uses a mouse sees no ring around what they have not reached for.
  await rows.nth(2).click();
  await panel.getByRole('button', { name: 'Previous in the list' }).click();
  await expect(panel).toContainText(`Detection ${ids[1] ?? ''}`);
  await panel.getByRole('button', { name: 'Close' }).click();
  await expect(panel).toBeHidden();
  await expect(rows.nth(1).getByRole('button')).toBeFocused();
  await expect(page.locator(':focus-visible')).toHaveCount(0);
});
