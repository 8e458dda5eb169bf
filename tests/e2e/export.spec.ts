import { readFileSync } from 'node:fs';
import { expectAccessible } from './support/accessibility.ts';
import { fleet, uniqueName } from './support/cameras.ts';
import { expect, test } from './support/test.ts';

test('an export holds what is filtered, and no formula', async ({ page, cameras }) => {
  // As a browser that cannot write files for a page: it downloads them itself.
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  const make = uniqueName('=HYPERLINK("x")');
  await cameras.detect(fleet(make, 25));
  await page.goto(
    `/dashboard/detections?make=${encodeURIComponent(`"${make.replaceAll('"', '""')}"`)}`,
  );
  await expect(page.getByText('25 detections')).toBeVisible();
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
  await expect(page.getByText('1,200 detections')).toBeVisible();
  await page.getByRole('button', { name: 'Newest first' }).click();
  await expect(page.getByRole('button', { name: 'Oldest first' })).toBeVisible();
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'CSV' }).click();
  const written = page.getByText(/^detections-\d+\.csv is written$/);
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
