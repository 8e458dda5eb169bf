import { expectAccessible } from './support/accessibility.ts';
import { fleet, uniqueName } from './support/cameras.ts';
import { expect, test } from './support/test.ts';

test('filters narrow the list to what is known to be there, and live in the address', async ({
  page,
  cameras,
}) => {
  const make = uniqueName('Filtered');
  const messages = fleet(make, 60);
  await cameras.detect(messages);
  await page.goto('/dashboard/detections');
  await page.getByRole('button', { name: 'Make', exact: true }).click();
  await page.getByLabel('Find a make').fill(make);
  await page.getByRole('checkbox', { name: make }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByText('60 detections')).toBeVisible();
  await page.getByRole('button', { name: 'Year', exact: true }).click();
  await page.getByLabel('From', { exact: true }).fill('2005');
  await page.getByLabel('To', { exact: true }).fill('2010');
  await page.getByRole('button', { name: 'Filter by year' }).click();
  const inYears = messages.filter(({ Year }) => Year >= 2005 && Year <= 2010);
  await expect(page.getByText(`${inYears.length} detections`)).toBeVisible();
  await expect(page).toHaveURL(/[?&]year=2005\.\.2010/);
  await page.goto(`${page.url()}&category=SUV`);
  const left = inYears.filter(({ Category }) => Category === 'SUV');
  await expect(page.locator('tbody tr')).toHaveCount(left.length);
  await page.getByRole('button', { name: 'Remove the filter Year' }).click();
  await expect(page.locator('tbody tr')).toHaveCount(12);
});

test('a time range is chosen from presets or given by its ends', async ({ page, cameras }) => {
  const make = uniqueName('Timed');
  // Noon of a winter's day in UTC: 13:00 in Berlin, where the browser is.
  await cameras.detect(fleet(make, 60, { newest: new Date('2026-01-10T12:00:00Z') }));
  await cameras.detect(fleet(make, 5));
  await page.goto(`/dashboard/detections?make=${encodeURIComponent(make)}`);
  await expect(page.getByText('65 detections')).toBeVisible();
  await page.getByRole('button', { name: 'All time' }).click();
  await page.getByRole('button', { name: 'Last 24 hours' }).click();
  await expect(page.locator('tbody tr')).toHaveCount(5);

  await page.getByRole('button', { name: / to now$/ }).click();
  const range = page.getByRole('dialog');
  await range.getByLabel('From').fill('2026-01-10T12:30');
  await range.getByLabel('To').fill('2026-01-10T12:30');
  await range.getByRole('button', { name: 'Filter by time' }).click();
  await expect(range.getByRole('alert')).toHaveText('Expected an end that is after the beginning');
  await range.getByLabel('To').fill('2026-01-10T13:00');
  await expectAccessible(page);
  await range.getByRole('button', { name: 'Filter by time' }).click();
  await expect(page.locator('tbody tr')).toHaveCount(30);
  await expect(page).toHaveURL(
    (url) => url.searchParams.get('from') === '2026-01-10T11:30:00.000Z',
  );
});

test('a time that is none is not filtered by, and stays to be mended', async ({ page }) => {
  await page.goto('/dashboard/detections');
  await page.getByRole('button', { name: 'All time' }).click();
  const range = page.getByRole('dialog');
  const from = range.getByLabel('From');
  // A key that was hit twice.
  await from.fill('20266-01-10T12:30');
  await range.getByRole('button', { name: 'Filter by time' }).click();
  await expect(from).toHaveValue('20266-01-10T12:30');
  expect(await from.evaluate((field: HTMLInputElement) => field.validationMessage)).not.toBe('');
  await from.fill('2026-01-10T12:30');
  await range.getByRole('button', { name: 'Filter by time' }).click();
  await expect(range).toBeHidden();
  await expect(page).toHaveURL(
    (url) => url.searchParams.get('from') === '2026-01-10T11:30:00.000Z',
  );
});

test('a filter that is set is changed where it stands', async ({ page, cameras }) => {
  const [one, other] = [uniqueName('Changed'), uniqueName('Changed')];
  await cameras.detect([...fleet(one, 4), ...fleet(other, 3)]);
  await page.goto(`/dashboard/detections?make=${encodeURIComponent(one)}`);
  await expect(page.locator('tbody tr')).toHaveCount(4);
  await page.getByRole('button', { name: `Make ${one}` }).click();
  await page.getByLabel('Find a make').fill(other);
  await page.getByRole('checkbox', { name: other }).click();
  await expect(page.locator('tbody tr')).toHaveCount(7);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: `Make ${one} or ${other}` })).toBeFocused();
  await page.getByRole('button', { name: 'Remove the filter Make' }).click();
  await expect(page.getByRole('button', { name: 'Make', exact: true })).toBeFocused();
});

test('where nothing passes the filters, the list says so and leads on', async ({
  page,
  cameras,
}) => {
  await cameras.detect(fleet(uniqueName('Somebody'), 3));
  await page.goto('/dashboard/detections?make=nobody');
  await expect(
    page.getByRole('heading', { name: 'No detections match these filters' }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(page.locator('tbody tr').first()).toBeVisible();
});
