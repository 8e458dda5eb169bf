import { expectAccessible } from './support/accessibility.ts';
import { uniqueName } from './support/cameras.ts';
import { expect, test } from './support/test.ts';

test('a make, a detection and a view are reached with the keyboard alone', async ({
  page,
  cameras,
  client,
}) => {
  const make = uniqueName('Palette');
  await cameras.detect([{ Year: 2021, Make: make, Model: 'One', Category: 'Sedan' }]);
  const { data } = await client.api.detections.list.query({ make: [make] });
  const id = data[0]?.id ?? 0;
  await page.goto('/dashboard');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  const input = page.getByRole('combobox');
  await expect(input).toBeFocused();
  await page.keyboard.type(make);
  await expect(page.getByRole('option', { name: make })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/dashboard/detections?make=*');
  await expect(page.locator('tbody tr').first()).toContainText(make);

  await page.keyboard.press('ControlOrMeta+k');
  await expect(input).toBeFocused();
  await page.keyboard.type(String(id));
  await expect(page.getByRole('option', { name: /^Detection/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: `Detection ${String(id)}` })).toContainText(
    make,
  );

  await page.keyboard.press('ControlOrMeta+k');
  await expect(input).toBeFocused();
  await page.keyboard.type('syst');
  await expect(page.getByRole('option').first()).toContainText('System');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/dashboard/system');
});

test('what is left of many makes is what Enter opens', async ({ page, cameras }) => {
  const make = uniqueName('Left');
  await cameras.detect(
    ['a', 'b', 'c'].map((end) => ({
      Year: 2021,
      Make: `${make} ${end}`,
      Model: 'One',
      Category: 'Sedan',
    })),
  );
  await page.goto('/dashboard');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type(make);
  const found = page.getByRole('option');
  await expect(found).toHaveText([/ a/, / b/, / c/]);
  await page.keyboard.press('ArrowDown');
  await expect(found.nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowUp');
  await expect(found.nth(0)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.type(' c');
  await expect(found).toHaveText([/ c/]);
  await page.keyboard.press('Enter');
  await expect(page.locator('tbody tr')).toContainText([`${make} c`]);
});

test('single keys go to the views outside fields alone, and can be switched off', async ({
  page,
}) => {
  await page.goto('/dashboard/profile');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet).toContainText('Detections');
  await expect(sheet).not.toContainText('Users');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();

  const field = page.getByLabel('Current password', { exact: true });
  await field.pressSequentially('go?');
  await expect(field).toHaveValue('go?');
  await expect(sheet).toBeHidden();
  await field.fill('');
  await field.blur();
  // The second key has to come within a second, which a busy machine may miss.
  await expect(async () => {
    await page.keyboard.type('gd');
    await page.waitForURL('**/dashboard/detections', { timeout: 5_000 });
  }).toPass();

  await page.goto('/dashboard/profile');
  await page.getByRole('switch', { name: 'Shortcuts of a single key' }).click();
  await page.locator('h1').click();
  await page.keyboard.type('?gd');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await expect(sheet).toBeHidden();
  expect(page.url()).toContain('/dashboard/profile');
});

test.describe('a viewer', () => {
  test.use({ as: 'viewer' });

  test('finds no view that the role may not open', async ({ page }) => {
    await page.goto('/dashboard');
    await page.getByRole('button', { name: 'Search or jump to…' }).click();
    await expect(page.getByRole('option', { name: /Statistics/ })).toBeVisible();
    await expect(page.getByRole('option', { name: /Users|System/ })).toHaveCount(0);
  });
});
