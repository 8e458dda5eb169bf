import { readFileSync } from 'node:fs';
import type { Locator } from '@playwright/test';
import { expectAccessible } from './support/accessibility.ts';
import { fleet, uniqueName } from './support/cameras.ts';
import { expect, test } from './support/test.ts';

test('all pages together are the whole list, each row once', async ({ page, cameras }) => {
  const make = uniqueName('Paged');
  await cameras.detect(fleet(make, 230));
  await page.goto(`/dashboard/detections?make=${encodeURIComponent(make)}`);
  await expect(page.getByText('230 of')).toBeVisible();
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
    ids.push(...(await rows.getByRole('button').allInnerTexts()));
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
  await expect(page.getByText('20 of')).toBeVisible();
  await arrived.click();
  await expect(page.getByText('27 of')).toBeVisible();
  await expect(page.getByText('Rows 1 to 10')).toBeVisible();
});

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
  await expect(page.getByText('60 of')).toBeVisible();
  await page.getByRole('button', { name: 'Year', exact: true }).click();
  await page.getByLabel('From', { exact: true }).fill('2005');
  await page.getByLabel('To', { exact: true }).fill('2010');
  await page.getByRole('button', { name: 'Filter by year' }).click();
  const inYears = messages.filter(({ Year }) => Year >= 2005 && Year <= 2010);
  await expect(page.getByText(`${inYears.length} of`)).toBeVisible();
  await page.goto(`${page.url()}&category=SUV`);
  const left = inYears.filter(({ Category }) => Category === 'SUV');
  await expect(page.locator('tbody tr')).toHaveCount(left.length);
  await page.getByRole('button', { name: 'Remove the filter Year' }).click();
  await expect(page.locator('tbody tr')).toHaveCount(12);
});

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
  await panel.getByRole('button', { name: 'Copy', exact: true }).click();
  const copied = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  expect(JSON.parse(await copied())).toMatchObject({ make });
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
  const ids = await rows.getByRole('button').allInnerTexts();
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

test('a time range is chosen from presets or given by its ends', async ({ page, cameras }) => {
  const make = uniqueName('Timed');
  // Noon of a winter's day in UTC: 13:00 in Berlin, where the browser is.
  await cameras.detect(fleet(make, 60, { newest: new Date('2026-01-10T12:00:00Z') }));
  await cameras.detect(fleet(make, 5));
  await page.goto(`/dashboard/detections?make=${encodeURIComponent(make)}`);
  await expect(page.getByText('65 of')).toBeVisible();
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
  expect(new URL(page.url()).searchParams.get('from')).toBe('2026-01-10T11:30:00.000Z');
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

test('the list is filtered, paged and read with the keyboard alone', async ({ page, cameras }) => {
  const make = uniqueName('Typed');
  const messages = fleet(make, 60);
  await cameras.detect(messages);
  await page.goto(`/dashboard/detections?make=${encodeURIComponent(make)}&size=10`);
  await expect(page.getByText('60 of')).toBeVisible();
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
  await expect(page.getByText(`${String(inYears)} of`)).toBeVisible();
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

test('an export holds what is filtered, and no formula', async ({ page, cameras }) => {
  // As a browser that cannot write files for a page: it downloads them itself.
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  const make = uniqueName('=HYPERLINK("x")');
  await cameras.detect(fleet(make, 25));
  await page.goto(
    `/dashboard/detections?make=${encodeURIComponent(`"${make.replaceAll('"', '""')}"`)}`,
  );
  await expect(page.getByText('25 of')).toBeVisible();
  for (const [name, lines] of [
    ['CSV', 26],
    ['NDJSON', 25],
  ] as const) {
    await page.getByRole('button', { name: 'Export' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name }).first().click();
    await expect(page.getByText('25 rows are coming').first()).toBeVisible();
    const text = readFileSync(await (await download).path(), 'utf8').trimEnd();
    expect(text.split(/\r?\n/)).toHaveLength(lines);
    if (name === 'CSV') expect(text).toContain(`"'=HYPERLINK(""x"")`);
  }
});

test('an export is written into a file, with its progress, whatever the length of its filters', async ({
  page,
  cameras,
}) => {
  // What the person would choose: a file of the page's own.
  await page.addInitScript(() => {
    const showSaveFilePicker = async ({ suggestedName }: { suggestedName: string }) =>
      (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true });
    Object.assign(window, { showSaveFilePicker });
  });
  const make = uniqueName('Written');
  await cameras.detect(fleet(make, 1_200));
  const names = Array.from({ length: 90 }, (_, index) => `${make} that nobody saw ${index}`);
  const makes = encodeURIComponent([make, ...names].join(','));
  await page.goto(`/dashboard/detections?make=${makes}`);
  await expect(page.getByText('1,200 of')).toBeVisible();
  await page.getByRole('button', { name: 'Newest first' }).click();
  await expect(page.getByRole('button', { name: 'Oldest first' })).toBeVisible();
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'CSV' }).click();
  const written = page.getByText(/^detections-\d+\.csv is written$/);
  await expect(written).toBeVisible();
  const name = (await written.innerText()).replace(' is written', '');
  const text = await page.evaluate(async (its) => {
    const directory = await navigator.storage.getDirectory();
    return await (await (await directory.getFileHandle(its)).getFile()).text();
  }, name);
  expect(text.trimEnd().split('\r\n')).toHaveLength(1_201);
});

test('an export goes on in other views, and leaves the file as it was when it is cancelled', async ({
  page,
  cameras,
}) => {
  // A disk that never has done with what it has begun to write.
  await page.addInitScript(() => {
    const file = {
      name: 'slow.ndjson',
      createWritable: () => new WritableStream({ write: () => new Promise(() => undefined) }),
    };
    Object.assign(window, { showSaveFilePicker: () => Promise.resolve(file) });
  });
  const make = uniqueName('Cancelled');
  await cameras.detect(fleet(make, 20));
  await page.goto(`/dashboard/detections?make=${encodeURIComponent(make)}`);
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'NDJSON' }).click();
  await expect(page.getByText('Writing slow.ndjson')).toBeVisible();
  await page.getByRole('link', { name: 'Statistics' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Statistics' })).toBeVisible();
  await expect(page.getByRole('progressbar', { name: 'Rows written' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(page.getByText('The export was cancelled')).toBeVisible();
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

test('the view is accessible', async ({ page, cameras }) => {
  const make = uniqueName('Accessible');
  await cameras.detect(fleet(make, 3));
  await page.goto(`/dashboard/detections?make=${encodeURIComponent(make)}`);
  await page.locator('tbody tr').first().click();
  await expect(page.getByRole('complementary', { name: /^Detection/ })).toContainText(make);
  await expectAccessible(page);
});
