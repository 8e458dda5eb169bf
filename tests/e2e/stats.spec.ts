import { readFileSync } from 'node:fs';
import type { Download, Locator, Page } from '@playwright/test';
import { expectAccessible } from './support/accessibility.ts';
import { fleet, uniqueName, type DetectionMessage } from './support/cameras.ts';
import { expectToFit } from './support/fits.ts';
import { expect, test } from './support/test.ts';

const MINUTE = 60_000;

/** As the address has it: a name with a quote or a comma is quoted. */
const inAddress = (make: string): string =>
  encodeURIComponent(/[",]/.test(make) ? `"${make.replaceAll('"', '""')}"` : make);

/** The texts of a table's cells, row by row, without its head. */
async function cellsOf(panel: Locator): Promise<string[][]> {
  const rows = await panel.locator('tbody tr').all();
  return await Promise.all(rows.map((row) => row.locator('td').allInnerTexts()));
}

/** Counts as a plain program does: the most first, then by name. */
function countPlainly(
  messages: readonly DetectionMessage[],
  groupsOf: (message: DetectionMessage) => string[],
): string[][] {
  const counts = new Map<string, number>();
  for (const group of messages.flatMap(groupsOf)) counts.set(group, (counts.get(group) ?? 0) + 1);
  return [...counts]
    .sort(([one, more], [other, less]) => less - more || (one < other ? -1 : 1))
    .map(([group, count]) => [group, String(count)]);
}

async function downloadOf(page: Page, what: string, format: string): Promise<Download> {
  await page.getByRole('button', { name: `Download ${what}`, exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: format }).click();
  return await download;
}

test('the tables of all charts say what was detected', async ({ page, cameras }) => {
  const make = uniqueName('Charted');
  const newest = new Date(Math.floor(Date.now() / MINUTE - 5) * MINUTE);
  const messages = fleet(make, 60, { newest });
  await cameras.detect(messages);
  const from = new Date(newest.getTime() - 59 * MINUTE).toISOString();
  const to = new Date(newest.getTime() + MINUTE).toISOString();
  await page.goto(
    `/dashboard/stats?make=${inAddress(make)}&from=${from}&to=${to}&tables=timeline,make,category,model,year`,
  );
  const panel = (name: string): Locator => page.getByRole('region', { name, exact: true });
  const counted = async (name: string): Promise<string[][]> =>
    (await cellsOf(panel(name))).map((cells) => cells.slice(0, -1));

  await expect.poll(() => cellsOf(panel('By make'))).toEqual([[make, '60', '100%']]);
  await expect
    .poll(() => counted('By category'))
    .toEqual(countPlainly(messages, ({ Category }) => Category.split(', ')));
  await expect(panel('By category')).toContainText('shares pass 100');
  await expect
    .poll(() => counted('By model'))
    .toEqual(countPlainly(messages, ({ Model }) => [Model]).map((row) => [make, ...row]));
  await expect
    .poll(() => counted('By model year'))
    .toEqual(countPlainly(messages, ({ Year }) => [String(Year)]));
  // A minute apart, all of them whole.
  await expect
    .poll(async () => (await cellsOf(panel('Timeline'))).map(([, ...figures]) => figures))
    .toEqual(Array.from({ length: 60 }, () => ['1', '']));
});

test('a make opens its models, and a model its detections, as many as its bar says', async ({
  page,
  cameras,
}) => {
  const make = uniqueName('Drilled');
  const other = uniqueName('Aside');
  await cameras.detect([...fleet(make, 25), ...fleet(other, 10)]);
  await page.goto(`/dashboard/stats?make=${inAddress(make)},${inAddress(other)}`);
  await page.getByRole('region', { name: 'By make' }).getByRole('link', { name: make }).click();
  const models = page.getByRole('region', { name: 'By model', exact: true });
  await expect(models.getByRole('listitem')).toHaveCount(5);
  await expect(page.getByRole('link', { name: 'Show 25 detections' })).toBeVisible();
  await models.getByRole('link', { name: `${make} Charlie` }).click();
  await page.waitForURL('**/dashboard/detections?*');
  await expect(page.locator('tbody tr')).toHaveCount(5);
  await expect(page.getByText('5 detections')).toBeVisible();
});

test('filters go with the person from the charts to the list and back', async ({
  page,
  cameras,
}) => {
  const make = uniqueName('Shared');
  await cameras.detect(fleet(make, 40));
  await page.goto(`/dashboard/stats?make=${inAddress(make)}&year=2003..2008`);
  await page.getByRole('link', { name: 'Show 12 detections' }).click();
  await page.waitForURL('**/dashboard/detections?*');
  await expect(page.locator('tbody tr')).toHaveCount(12);
  await page.getByRole('button', { name: 'Remove the filter Year' }).click();
  await expect(page.getByText('40 detections')).toBeVisible();
  await page
    .getByRole('group', { name: 'Filters' })
    .getByRole('link', { name: 'Statistics' })
    .click();
  await page.waitForURL('**/dashboard/stats?*');
  await expect(page.getByRole('link', { name: 'Show 40 detections' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Remove the filter Make' })).toBeVisible();
});

test('the timeline is brushed with keys, and the range becomes a filter', async ({
  page,
  cameras,
}) => {
  const make = uniqueName('Brushed');
  const newest = new Date(Math.floor(Date.now() / MINUTE - 5) * MINUTE);
  await cameras.detect(fleet(make, 30, { newest }));
  const from = new Date(newest.getTime() - 29 * MINUTE).toISOString();
  const to = new Date(newest.getTime() + MINUTE).toISOString();
  await page.goto(`/dashboard/stats?make=${inAddress(make)}&from=${from}&to=${to}`);
  await page.getByRole('slider', { name: 'Start of the range' }).focus();
  await page.keyboard.press('PageUp');
  await page.keyboard.press('ArrowRight');
  await page.getByRole('slider', { name: 'End of the range' }).focus();
  await page.keyboard.press('ArrowLeft');
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await expect(timeline.locator('tbody tr')).toHaveCount(18);
  await timeline.getByRole('button', { name: 'Filter to this range' }).click();
  await expect(page.getByRole('link', { name: 'Show 18 detections' })).toBeVisible();
  await expect(timeline.locator('tbody tr')).toHaveCount(18);
  await expect(page.getByRole('slider', { name: 'Start of the range' })).toHaveAttribute(
    'aria-valuenow',
    '0',
  );
});

test('every chart leaves as CSV, SVG and PNG', async ({ page, cameras }) => {
  const make = uniqueName('=1+1 <b>"Bold"</b>');
  await cameras.detect(fleet(make, 10));
  await page.goto(`/dashboard/stats?make=${inAddress(make)}`);
  const csv = await downloadOf(page, 'by model', 'CSV');
  expect(csv.suggestedFilename()).toBe('detections-by-model.csv');
  const quoted = `"'${make.replaceAll('"', '""')}"`;
  expect(readFileSync(await csv.path(), 'utf8').split('\r\n')).toEqual([
    '\ufeffMake,Model,Detections,Share',
    ...['Alpha', 'Bravo', 'Charlie', 'Delta', 'Echo'].map((model) => `${quoted},${model},2,0.2`),
    '',
  ]);
  const svg = readFileSync(await (await downloadOf(page, 'by model', 'SVG')).path(), 'utf8');
  expect(svg).toContain('<title>Detections by model</title>');
  expect(svg).toContain('=1+1 &lt;b&gt;"Bold"');
  expect(svg).not.toContain('<b>');
  for (const what of ['timeline', 'by make', 'by category', 'by model year']) {
    const png = readFileSync(await (await downloadOf(page, what, 'PNG')).path());
    expect(png.subarray(0, 4).toString('latin1'), what).toBe('\x89PNG');
    expect(png.readUInt32BE(16), what).toBe(1_920);
  }
});

test('on a logarithmic scale bars are dots', async ({ page, cameras }) => {
  const make = uniqueName('Scaled');
  await cameras.detect(fleet(make, 10));
  await page.goto(`/dashboard/stats?make=${inAddress(make)}`);
  const models = page.getByRole('region', { name: 'By model', exact: true });
  await expect(models.locator('rect.val')).toHaveCount(5);
  await models.getByRole('radio', { name: 'Log' }).click();
  await expect(models.locator('circle')).toHaveCount(5);
  await expect(models.locator('rect.val')).toHaveCount(0);
  await expect(page).toHaveURL(/[?&]modelScale=log/);
});

test('where nothing is counted, the view says so and leads on', async ({ page, cameras }) => {
  await cameras.detect(fleet(uniqueName('Somebody'), 3));
  await page.goto('/dashboard/stats?make=nobody');
  await expect(
    page.getByRole('heading', { name: 'No detections match these filters' }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(page.getByRole('region', { name: 'By make' })).toBeVisible();
});

test('the view is accessible with tables, too', async ({ page, cameras }) => {
  const make = uniqueName('Accessible');
  await cameras.detect(fleet(make, 8));
  await page.goto(
    `/dashboard/stats?make=${inAddress(make)}&tables=timeline,make,category,model,year`,
  );
  await expect(page.getByRole('region', { name: 'By model year' })).toContainText('2000 to');
  await expectAccessible(page);
});

test('a phone shows every chart without scrolling sideways', async ({ page, cameras }) => {
  await cameras.detect(fleet(uniqueName(`Wide${'W'.repeat(300)}`), 3));
  await page.setViewportSize({ width: 360, height: 780 });
  await page.goto('/dashboard/stats');
  await expect(page.getByRole('region', { name: 'By model year' })).toBeVisible();
  await expectToFit(page);
});
