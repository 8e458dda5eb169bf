import { expectAccessible } from './support/accessibility.ts';
import { fleet, uniqueName } from './support/cameras.ts';
import { expect, test } from './support/test.ts';

const CALLS = '**/api/v1/trpc/**';

test.beforeEach(({ problems }) => {
  problems.expect(/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_FAILED/);
});

test('a list that cannot be asked for says why, and comes back by itself', async ({
  page,
  cameras,
}) => {
  const make = uniqueName('Cut off');
  await cameras.detect(fleet(make, 10));
  await page.goto(`/dashboard/detections?make=${encodeURIComponent(make)}`);
  await expect(page.getByText('10 detections')).toBeVisible();
  await page.route(CALLS, (route) => route.abort('connectionfailed'));
  await page.getByRole('button', { name: 'Newest first' }).click();
  const failure = page.getByRole('alert').filter({ hasText: 'The detections could not be loaded' });
  await expect(failure).toContainText('There is no connection to the server.');
  await expect(failure).toContainText('The page tries again every few seconds.');
  await expect(failure.getByRole('button', { name: 'Try now' })).toBeEnabled();
  await expect(page.getByText('Failed to fetch')).toHaveCount(0);
  await page.unroute(CALLS);
  await expect(page.locator('tbody tr')).toHaveCount(10);
  await expect(failure).toBeHidden();
});

test('a device that is offline is told so, in every view and at once', async ({
  page,
  context,
  cameras,
}) => {
  const make = uniqueName('Offline');
  await cameras.detect(fleet(make, 10));
  for (const [path, title, step] of [
    ['/dashboard/stats', 'The statistics', 'Make'],
    ['/dashboard/alerts', 'The alerts', 'Make'],
    ['/dashboard/detections', 'The detections', 'Make'],
  ] as const) {
    await page.goto(path);
    await page.getByRole('button', { name: step, exact: true }).click();
    await page.getByLabel('Find a make').fill(make);
    const choice = page.getByRole('checkbox', { name: make });
    await expect(choice).toBeVisible();
    await context.setOffline(true);
    await choice.click();
    await page.keyboard.press('Escape');
    const failure = page.getByRole('alert').filter({ hasText: `${title} could not be loaded` });
    await expect(failure, path).toContainText('This device is offline.');
    await context.setOffline(false);
    await expect(failure, path).toBeHidden();
  }
});

test('the overview says of when it is while it cannot be asked for, and calls nothing healthy', async ({
  page,
}) => {
  await page.goto('/dashboard');
  const pipeline = page.getByRole('region', { name: 'Pipeline' });
  const judgement = pipeline.getByText(/^(Healthy|Needs a look|Not working)$/);
  const mark = pipeline.getByLabel(/^(as it should be|needs a look)$/);
  await expect(judgement).toBeVisible();
  await page.route(CALLS, (route) => route.abort('connectionfailed'));
  const age = page.getByRole('status').filter({ hasText: 'These figures are of' });
  await expect(age).toHaveText(/of \d\d:\d\d:\d\d\. The server does not answer\./);
  await expect(pipeline.getByText('Not known', { exact: true })).toBeVisible();
  await expect(judgement.or(mark)).toHaveCount(0);
  await expectAccessible(page);
  await page.unroute(CALLS);
  await expect(age).toBeHidden();
  await expect(judgement).toBeVisible();
});

test('a view that is asked for without a connection is promised, and opens when there is one', async ({
  page,
  context,
}) => {
  await page.goto('/dashboard');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await context.setOffline(true);
  await page.getByRole('link', { name: 'Detections' }).first().click();
  const promise = page.getByText('What you have asked for opens when it is back.');
  await expect(promise).toBeVisible();
  await expectAccessible(page);
  await context.setOffline(false);
  await expect(page.getByRole('heading', { level: 1, name: 'Detections' })).toBeVisible();
  await expect(promise).toBeHidden();
});

test('a view whose code cannot be loaded says so in the frame, and comes back by itself', async ({
  page,
  problems,
}) => {
  problems.expect(/ChunkLoadError|Failed to load/);
  await page.goto('/dashboard');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await page.route('**/_next/static/**', (route) => route.abort('connectionfailed'));
  await page.getByRole('link', { name: 'Statistics' }).first().click();
  const failure = page.getByRole('alert').filter({ hasText: 'This page could not be shown' });
  await expect(failure).toBeVisible();
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await page.unroute('**/_next/static/**');
  await expect(page.getByRole('heading', { name: 'By make' })).toBeVisible();
  await expect(failure).toBeHidden();
});

test.describe('for an admin', () => {
  test.use({ as: 'admin' });

  test('a form that cannot be sent keeps what was typed and says what holds', async ({ page }) => {
    await page.goto('/dashboard/users');
    await page.getByRole('button', { name: 'New user' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Username').fill('somebody');
    await dialog.getByLabel('Password', { exact: true }).fill('seven horses in a row');
    await page.route(CALLS, (route) => route.abort('connectionfailed'));
    await dialog.getByRole('button', { name: 'Create user' }).click();
    await expect(dialog.getByRole('alert')).toHaveText(
      'There is no connection to the server. Nothing was changed. Try again in a moment.',
    );
    await expect(dialog.getByLabel('Username')).toHaveValue('somebody');
  });
});
