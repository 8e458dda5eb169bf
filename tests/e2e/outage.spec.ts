import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { uniqueName } from './support/cameras.ts';
import type { System } from './support/system.ts';
import { expect, test } from './support/test.ts';

const BACK_MS = 120_000;
const MINUTE_MS = 60_000;

/** How long it is, by the clock of the page, until the first minute of its next day is over. */
function untilTomorrow(page: Page): Promise<number> {
  return page.evaluate((minute) => {
    const now = new Date();
    const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
    return midnight.getTime() - now.getTime() + minute;
  }, MINUTE_MS);
}

function pidOf(name: 'start' | 'web', { dataDir }: System): number {
  const record = JSON.parse(readFileSync(join(dataDir, 'run', `${name}.json`), 'utf8')) as {
    pid: number;
  };
  return record.pid;
}

/**
 * As in a crash: no page is told anything. The start command brings the server back, and stands still until
 * all is done that wants it gone.
 */
async function withoutWebServer(system: System, act: () => Promise<void>): Promise<void> {
  const start = pidOf('start', system);
  process.kill(start, 'SIGSTOP');
  try {
    process.kill(pidOf('web', system), 'SIGKILL');
    await act();
  } finally {
    process.kill(start, 'SIGCONT');
  }
}

test('open pages say when the server is gone, stay, and go on when it is back', async ({
  page,
  context,
  openAs,
  people,
  problems,
  system,
  cameras,
}) => {
  // What fails to load, and the reason that the browser gives, depends on the moment of the crash.
  problems.expect(/net::ERR_|Failed to fetch|network error|50[23]/);
  const names = ['One', 'Two', 'Three'].map((name) => uniqueName(name));

  await page.goto('/dashboard/alerts');
  // Nobody is there when the day ends while the server is away. In a browser of its own, for so is its clock:
  // a page that is open already would go on with the timers of the other one, and could not end them.
  const wall = await openAs(people.operator);
  await wall.clock.install();
  // Somebody goes on working.
  const desk = await context.newPage();
  for (const open of [wall, desk]) await open.goto('/dashboard');
  for (const open of [page, wall, desk]) {
    await expect(open.getByText('Live', { exact: true })).toBeVisible();
  }

  const refreshed = wall.waitForResponse(
    (response) => response.ok() && 'rsc' in response.request().headers(),
    { timeout: BACK_MS },
  );
  await withoutWebServer(system, async () => {
    await cameras.publish(
      names.map((make) => ({ Year: 2020, Make: make, Model: 'X', Category: 'SUV' })),
    );
    await expect(page.getByText('Reconnecting', { exact: true })).toBeVisible();
    await wall.clock.fastForward(await untilTomorrow(wall));
    await desk.getByRole('link', { name: 'Detections' }).first().click();
    await expect(desk.getByText('No connection to the server', { exact: true })).toBeVisible();
    for (const open of [wall, desk]) {
      await expect(open.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
    }
  });

  for (const name of names) {
    const alert = page.getByRole('listitem').filter({ hasText: name });
    await expect(alert).toContainText('missed', { timeout: BACK_MS });
  }
  await expect(page.getByText('3 missed while disconnected')).toBeVisible();
  await refreshed;
  await expect(wall.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await expect(desk.getByRole('heading', { level: 1, name: 'Detections' })).toBeVisible();
  await expect(desk.getByText('No connection to the server', { exact: true })).toBeHidden();
  for (const open of [page, wall, desk]) {
    await expect(open.getByText('Live', { exact: true })).toBeVisible();
  }
});
