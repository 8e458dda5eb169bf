import { fleet, uniqueName } from './support/cameras.ts';
import { raiseInSight } from './support/raise.ts';
import { followStream } from './support/stream-connection.ts';
import { expect, test } from './support/test.ts';

const CALLS = '**/api/v1/trpc/**';

test('an alert is in the open page within a second of its detection', async ({ page, cameras }) => {
  await page.goto('/dashboard');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  const make = uniqueName('Rapid');
  await page.evaluate((text) => {
    const seen = new MutationObserver(() => {
      if (!document.body.innerText.includes(text)) return;
      document.body.dataset.seenAt = String(Date.now());
      seen.disconnect();
    });
    seen.observe(document.body, { childList: true, subtree: true, characterData: true });
  }, make);
  const publishedAt = Date.now();
  await raiseInSight(page, cameras, make);
  const seenAt = Number(await page.locator('body').getAttribute('data-seen-at'));
  test.info().annotations.push({ type: 'ms', description: String(seenAt - publishedAt) });
});

test('the figures are those of the API, and follow what is indexed', async ({
  page,
  client,
  cameras,
}) => {
  const make = uniqueName('Counted');
  await cameras.detect(fleet(make, 12));
  await page.goto('/dashboard');
  const total = page.locator('dl').getByText('Detections, all time').locator('xpath=..');
  const figure = async (): Promise<number> =>
    Number((await total.locator('dd').first().innerText()).replaceAll(/\D/g, ''));
  const { total: before } = await client.api.detections.list.query({ limit: 1 });
  await expect.poll(figure).toBeGreaterThanOrEqual(before);
  await cameras.detect(fleet(make, 5));
  await expect.poll(figure).toBeGreaterThanOrEqual(before + 5);
  await expect(page.getByRole('region', { name: 'Pipeline' })).toContainText(
    'everything in Kafka is indexed',
  );
});

test('nothing moves when the page comes to life and its figures follow', async ({
  page,
  cameras,
}) => {
  await cameras.detect(fleet(uniqueName('Before'), 40));
  await page.addInitScript(() => {
    const moved: string[] = [];
    Object.assign(window, { moved });
    new PerformanceObserver((entries) => {
      for (const entry of entries.getEntries() as unknown as { sources: { node: Node | null }[] }[])
        for (const { node } of entry.sources) {
          const element = node instanceof Element ? node : node?.parentElement;
          // What comes in takes its place among the others; scales and a count are as large as they have to be.
          if (element && !element.closest('li, .chart, .count'))
            moved.push(element.outerHTML.slice(0, 200));
        }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto('/dashboard');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  const make = uniqueName('After');
  await cameras.detect(fleet(make, 400, { apartMs: 0 }));
  await expect(page.getByRole('link', { name: make }).first()).toBeVisible();
  const bars = page.getByRole('region', { name: 'Makes today' });
  await expect(bars.getByRole('link', { name: make })).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { moved: string[] }).moved)).toEqual([]);
});

test('a make opens its detections', async ({ page, cameras }) => {
  const make = uniqueName('Opened, and 5" longer');
  await cameras.detect(fleet(make, 400, { apartMs: 0 }));
  await page.goto('/dashboard');
  const bars = page.getByRole('region', { name: 'Makes today' });
  await bars.getByRole('link', { name: make }).click();
  await page.waitForURL('**/dashboard/detections?*');
  await expect(page.getByRole('heading', { level: 1, name: 'Detections' })).toBeVisible();
  await expect(page.getByText('400 detections')).toBeVisible();
  await expect(page.locator('tbody tr').first()).toContainText(make);
});

test('nothing of a database that is gone stays in sight, in any view', async ({
  page,
  cameras,
}) => {
  const make = uniqueName('Gone');
  await cameras.detect(
    Array.from({ length: 12 }, (_, index) => ({
      Year: 2020,
      Make: make,
      Model: String(index),
      Category: 'SUV',
    })),
  );
  const stream = await followStream(page);
  const filter = `?make=${encodeURIComponent(make)}`;
  const total = page.locator('dl').getByText('Detections, all time').locator('xpath=..');
  for (const [path, shown] of [
    ['/dashboard', total.getByText(/^\d/)],
    ['/dashboard', page.getByRole('region', { name: 'Newest alerts' }).getByRole('listitem')],
    [`/dashboard/detections${filter}`, page.locator('tbody tr').filter({ hasText: make })],
    [
      `/dashboard/stats${filter}`,
      page.getByRole('region', { name: 'Timeline' }).getByRole('table'),
    ],
    [`/dashboard/alerts${filter}`, page.getByRole('link', { name: make })],
  ] as const) {
    await page.goto(path);
    await expect(page.getByText('Live', { exact: true })).toBeVisible();
    await expect(shown.first(), path).toBeVisible();
    // What the database in its place has is on its way.
    await page.route(CALLS, () => undefined);
    await stream.tell(['reset', { head: 0 }]);
    await expect(shown, path).toHaveCount(0);
    // Lets all of them go on.
    await page.unroute(CALLS);
    await expect(shown.first(), path).toBeVisible();
  }
});
