import type { Locator } from '@playwright/test';
import { fleet, uniqueName } from './support/cameras.ts';
import { expect, test } from './support/test.ts';

test('all pages together are the whole list, each row once', async ({ page, cameras }) => {
  const make = uniqueName('Paged');
  await cameras.detect(fleet(make, 230));
  await page.goto(`/dashboard/detections?make=${encodeURIComponent(make)}`);
  await expect(page.getByText('230 detections')).toBeVisible();
  const rows = page.locator('tbody tr');
  const ids: string[] = [];
  for (const [title, count] of [
    ['Rows 1 to 100', 100],
    ['Rows 101 to 200', 100],
    ['Rows 201 to 230', 30],
  ] as const) {
    await expect(page.getByText(title)).toBeVisible();
    await expect(rows).toHaveCount(count);
    // The rows below the fold follow those above it.
    const before = ids.at(-1);
    if (before) await expect(rows.last().getByRole('button')).not.toHaveText(before);
    ids.push(...(await rows.getByRole('button').allTextContents()));
    if (count === 100) await page.getByRole('button', { name: 'Next page' }).click();
  }
  expect(new Set(ids).size).toBe(230);
  await expect(page.getByRole('button', { name: 'Next page' })).toBeDisabled();
  await page.getByRole('button', { name: 'First page' }).click();
  await expect(page.getByText('Rows 1 to 100')).toBeVisible();
  await page.getByLabel('Page', { exact: true }).fill('3');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Rows 201 to 230')).toBeVisible();
  await expect(page).toHaveURL(/page=3/);
});

test('a page beyond the end leads to the last one', async ({ page, cameras }) => {
  const make = uniqueName('Beyond');
  await cameras.detect(fleet(make, 23));
  await page.goto(`/dashboard/detections?make=${encodeURIComponent(make)}&size=10&page=50`);
  await expect(page.getByText('Rows 21 to 23')).toBeVisible();
  await expect(page.locator('tbody tr')).toHaveCount(3);
  await expect(page).toHaveURL(/page=3(&|$)/);
  await page.getByRole('button', { name: 'Previous page' }).click();
  await expect(page.getByText('Rows 11 to 20')).toBeVisible();
});

test('the list stands still while detections come in, and shows them when asked', async ({
  page,
  cameras,
}) => {
  const make = uniqueName('Frozen');
  await cameras.detect(fleet(make, 20));
  await page.goto(`/dashboard/detections?make=${encodeURIComponent(make)}&size=10`);
  await expect(page.getByText('Rows 1 to 10')).toBeVisible();
  await cameras.detect(fleet(make, 7));
  const arrived = page.getByRole('button', { name: '7 new' });
  await expect(arrived).toBeVisible();
  await page.getByRole('button', { name: 'Next page' }).click();
  await expect(page.getByText('Rows 11 to 20')).toBeVisible();
  await expect(page.getByText('20 detections')).toBeVisible();
  await arrived.click();
  await expect(page.getByText('27 detections')).toBeVisible();
  await expect(page.getByText('Rows 1 to 10')).toBeVisible();
});

test('the list is filtered, paged and read with the keyboard alone', async ({ page, cameras }) => {
  const make = uniqueName('Typed');
  const messages = fleet(make, 60);
  await cameras.detect(messages);
  await page.goto(`/dashboard/detections?make=${encodeURIComponent(make)}&size=10`);
  await expect(page.getByText('60 detections')).toBeVisible();
  const goTo = async (target: Locator): Promise<void> => {
    await expect(async () => {
      await page.keyboard.press('Tab');
      await expect(target).toBeFocused({ timeout: 1 });
    }).toPass({ intervals: [0] });
  };
  await goTo(page.getByRole('button', { name: 'Year', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('From', { exact: true })).toBeFocused();
  await page.keyboard.type('2005');
  await page.keyboard.press('Tab');
  await page.keyboard.type('2012');
  await page.keyboard.press('Enter');
  const inYears = messages.filter(({ Year }) => Year >= 2005 && Year <= 2012).length;
  await expect(page.getByText(`${String(inYears)} detections`)).toBeVisible();
  await goTo(page.getByRole('button', { name: 'Next page' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('Rows 11 to 20')).toBeVisible();
  const row = page.locator('tbody tr').last().getByRole('button');
  await expect(async () => {
    await page.keyboard.press('Shift+Tab');
    await expect(row).toBeFocused({ timeout: 1 });
  }).toPass({ intervals: [0] });
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: /^Detection/ });
  await expect(panel).toBeFocused();
  await goTo(panel.getByRole('button', { name: 'Same make and model' }));
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(row).toBeFocused();
});

test("the columns and the height of the rows are this device's, also at the first picture", async ({
  page,
  cameras,
}) => {
  const make = uniqueName('Columned');
  await cameras.detect(fleet(make, 3));
  await page.goto(`/dashboard/detections?make=${encodeURIComponent(make)}`);
  const heads = page.getByRole('columnheader');
  const row = page.locator('tbody tr').first();
  await expect(heads).toHaveCount(7);
  const { height: before } = (await row.boundingBox()) ?? { height: 0 };
  await page.getByRole('button', { name: 'Columns' }).focus();
  await page.keyboard.press('Enter');
  const menu = page.getByRole('menu');
  await expect(menu.getByRole('menuitemcheckbox', { checked: true })).toHaveCount(6);
  await expect(menu.getByRole('menuitemcheckbox').first()).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await expect(menu.getByRole('menuitemcheckbox', { name: 'Year' })).toBeFocused();
  await page.keyboard.press('Space');
  await menu.getByRole('menuitemcheckbox', { name: 'Camera' }).click();
  await menu.getByRole('menuitemradio', { name: 'Compact' }).click();
  await expect(menu.getByRole('menuitemcheckbox', { checked: true })).toHaveCount(4);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Columns' })).toBeFocused();
  const left = ['Detected', 'Make', 'Model', 'Category', 'Number'];
  await expect(heads).toHaveText(left);
  const { height: after } = (await row.boundingBox()) ?? { height: 0 };
  expect(after).toBeLessThan(before);

  const rendered = await (await page.request.get(page.url())).text();
  const head = /<thead>.*?<\/thead>/s.exec(rendered)?.[0] ?? '';
  expect([...head.matchAll(/<th [^>]*>([^<]*)/g)].map(([, name]) => name)).toEqual(left);
  await page.reload();
  await expect(heads).toHaveText(left);
  expect((await row.boundingBox())?.height).toBe(after);
});
