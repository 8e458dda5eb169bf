import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { uniqueName } from './support/cameras.ts';
import { expect, test } from './support/test.ts';

test('the page says when the server is gone, and shows what was missed when it is back', async ({
  page,
  problems,
  system,
  cameras,
}) => {
  // What fails to load, and the reason that the browser gives, depends on the moment of the crash.
  problems.expect(/net::ERR_|Failed to fetch|network error|50[23]/);
  const names = ['One', 'Two', 'Three'].map((name) => uniqueName(name));
  await page.goto('/dashboard/alerts');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  // The page is told nothing, as in a crash; the start command brings the server back.
  const { pid } = JSON.parse(readFileSync(join(system.dataDir, 'run', 'web.json'), 'utf8')) as {
    pid: number;
  };
  process.kill(pid, 'SIGKILL');
  await cameras.publish(
    names.map((make) => ({ Year: 2020, Make: make, Model: 'X', Category: 'SUV' })),
  );
  await expect(page.getByText('Reconnecting', { exact: true })).toBeVisible();
  for (const name of names) {
    const alert = page.getByRole('listitem').filter({ hasText: name });
    await expect(alert).toContainText('missed', { timeout: 120_000 });
  }
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await expect(page.getByText('3 missed while disconnected')).toBeVisible();
});
