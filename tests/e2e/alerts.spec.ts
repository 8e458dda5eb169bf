import { expectAccessible } from './support/accessibility.ts';
import { fleet, uniqueName } from './support/cameras.ts';
import { expect, test } from './support/test.ts';

const suspicious = (make: string, model = 'One') => ({
  Year: 2020,
  Make: make,
  Model: model,
  Category: 'SUV',
  Source: 'north gate',
});

test('alerts come in on top, and wait while the person has paused', async ({ page, cameras }) => {
  await page.goto('/dashboard/alerts');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  const [first, second] = [uniqueName('First'), uniqueName('Second')];
  await cameras.publish([suspicious(first)]);
  await expect(page.getByRole('link', { name: first })).toBeVisible();
  await page.getByRole('button', { name: 'Pause' }).click();
  await cameras.publish([suspicious(second)]);
  const resume = page.getByRole('button', { name: /^Resume, show [1-9]/ });
  await expect(resume).toBeVisible();
  await expect(page.getByRole('link', { name: second })).toBeHidden();
  await resume.click();
  await expect(page.getByRole('link', { name: second })).toBeVisible();
});

test('what is not seen yet is counted in the title, until it is marked as seen', async ({
  page,
  cameras,
}) => {
  await page.goto('/dashboard/alerts');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Mark all as seen' }).click({ force: true });
  await cameras.publish([suspicious(uniqueName('Unseen'))]);
  await expect(page).toHaveTitle(/^\(\d+\) Alerts/);
  await page.goto('/dashboard');
  await expect(page).toHaveTitle(/^\(\d+\) Overview/);
});

test('an alert leads to its detection', async ({ page, cameras }) => {
  const make = uniqueName('Led');
  await cameras.detect([suspicious(make)]);
  await page.goto(`/dashboard/alerts?make=${encodeURIComponent(make)}`);
  await page.getByRole('link', { name: make }).click();
  await expect(page.getByRole('complementary', { name: /^Detection/ })).toContainText(make);
});

test('the history can be filtered, and is whole', async ({ page, cameras }) => {
  const make = uniqueName('Historic');
  const messages = fleet(make, 600);
  await cameras.detect(messages);
  const count = messages.filter(({ Category }) => Category === 'SUV').length;
  await page.goto(`/dashboard/alerts?make=${encodeURIComponent(make)}`);
  await expect(page.getByText(`${count} of`)).toBeVisible();
  const list = page.getByRole('region', { name: 'Alerts', exact: true });
  const last = messages.find(({ Category }) => Category === 'SUV');
  const oldest = list.locator(`time[datetime="${last?.Timestamp ?? ''}"]`);
  await expect(async () => {
    await list.evaluate((element) => {
      element.scrollTop = element.scrollHeight;
    });
    await expect(oldest).toBeVisible({ timeout: 500 });
  }).toPass();
});

test('the view is accessible', async ({ page, cameras }) => {
  const make = uniqueName('Accessible');
  await page.goto('/dashboard/alerts');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await cameras.publish([suspicious(make)]);
  await expect(page.getByRole('link', { name: make })).toBeVisible();
  await expectAccessible(page);
});
