import { uniqueName } from './support/cameras.ts';
import { expect, test } from './support/test.ts';

/** More than a page keeps of what came live: it lets go of the first of them meanwhile. */
const ALERTS = 12_500;
/** Of one request to Kafka. */
const MESSAGES = 2_500;
/** More than a window of that height shows, and far less than the list has. */
const MOST_LINES = 60;
/** From one look to the next: through those that came live, and through the history below them. */
const STRIDE = { live: 3_000, history: 90 };
/** So many came live, whatever was let go of. */
const LIVE = 9_000;

test('twelve thousand alerts are listed without a gap, by as many lines as can be seen', async ({
  page,
  cameras,
}) => {
  const make = uniqueName('Crowd');
  await page.goto('/dashboard/alerts');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  const list = page.getByRole('region', { name: 'Alerts', exact: true });
  const lines = list.getByRole('listitem');
  const line = (number: number) =>
    list.getByRole('link', { name: `2020 ${make} no. ${String(number)}`, exact: true });
  for (let sent = 0; sent < ALERTS; sent += MESSAGES) {
    await cameras.publish(
      Array.from({ length: MESSAGES }, (_, index) => ({
        Year: 2020,
        Make: make,
        Model: `no. ${String(sent + index + 1)}`,
        Category: 'SUV',
      })),
    );
    await expect(line(sent + MESSAGES)).toBeInViewport();
  }

  const linePx = (await lines.first().boundingBox())?.height ?? 0;
  for (let above = 0; above < ALERTS; above += above < LIVE ? STRIDE.live : STRIDE.history) {
    // The list may have to ask for it first, and is not so long before.
    await expect(async () => {
      await list.evaluate((element, top) => {
        element.scrollTop = top;
      }, above * linePx);
      await expect(line(ALERTS - above)).toBeInViewport({ timeout: 500 });
    }).toPass();
    expect(await lines.count()).toBeLessThan(MOST_LINES);
  }
});
