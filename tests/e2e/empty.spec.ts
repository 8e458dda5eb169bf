import { expectAccessible } from './support/accessibility.ts';
import { expect, test } from './support/test.ts';

// Who reads the quarantine, too.
test.use({ as: 'admin' });

for (const [path, ...words] of [
  ['/dashboard', 'No detections yet', 'No detection today', 'No alerts yet'],
  ['/dashboard/detections', 'No detections yet', 'No rows'],
  ['/dashboard/stats', 'No detections yet'],
  ['/dashboard/alerts', 'No alerts yet'],
  ['/dashboard/system', 'no message has come yet', 'Nothing was set aside'],
] as const) {
  test(`before the first detection, ${path} says what is going to be there`, async ({ page }) => {
    await page.goto(path);
    for (const text of words) await expect(page.getByText(text, { exact: true })).toBeVisible();
    await expectAccessible(page);
  });
}
