import { expectAccessible } from './support/accessibility.ts';
import { uniqueName } from './support/cameras.ts';
import { expectToFit } from './support/fits.ts';
import { expect, test } from './support/test.ts';

test.describe('an operator', () => {
  test('sees which services run, and that indexing keeps up', async ({ page, cameras, client }) => {
    await cameras.detect([
      { Year: 2020, Make: uniqueName('Seen'), Model: 'One', Category: 'Sedan' },
    ]);
    await page.goto('/dashboard');
    await page.getByRole('link', { name: 'System' }).last().click();
    const services = page.getByRole('table', { name: 'Services' });
    await expect(services.getByRole('row', { name: /^Web and API/ })).toContainText('Running');
    await expect(services.getByRole('row', { name: /^Indexer/ })).toContainText('Running');
    await expect(services.getByRole('row', { name: /^Kafka/ })).toContainText('Answers');
    const { lag, epoch } = await client.api.system.status.query();
    const partitions = page.getByRole('table', { name: 'Lag per partition' }).locator('tbody tr');
    await expect(partitions).toHaveCount(lag.length);
    await expect(partitions.filter({ hasText: /Level|Keeping up/ })).toHaveCount(lag.length);
    await expect(page.getByText(epoch)).toBeVisible();
  });

  test('is told who reads the quarantine, and is refused it', async ({ page, problems }) => {
    problems.expect(/403/);
    await page.goto('/dashboard/system');
    await expect(page.getByText('Admins can look at them.')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Users' })).toHaveCount(0);
    expect((await page.request.get('/dashboard/users')).status()).toBe(403);
    const refused = await page.evaluate(async () => (await fetch('/api/v1/quarantine')).status);
    expect(refused).toBe(403);
  });
});

test.describe('a viewer', () => {
  test.use({ as: 'viewer' });

  test('is shown no way to the system, and is refused it', async ({ page, problems }) => {
    problems.expect(/403/);
    await page.goto('/dashboard');
    await expect(page.getByRole('link', { name: 'Detections' }).first()).toBeVisible();
    await expect(page.getByRole('link', { name: /System|Users/ })).toHaveCount(0);
    await page.goto('/dashboard/system');
    await expect(page.getByText('Your role does not allow this')).toBeVisible();
    const refused = await page.evaluate(async () => (await fetch('/api/v1/system')).status);
    expect(refused).toBe(403);
  });
});

test.describe('an admin', () => {
  test.use({ as: 'admin' });

  test('reads what was set aside as text or bytes, and nothing of it is run', async ({
    page,
    cameras,
  }) => {
    const name = uniqueName('hostile');
    await cameras.publish([
      `</pre><img src=x onerror="document.body.dataset.run=1"><script>document.body.dataset.run=1</script>${name}\u0000\u202eexe`,
    ]);
    await page.goto('/dashboard/system');
    const row = page.getByRole('row').filter({ hasText: name });
    await expect(row).toBeVisible();
    await row.getByRole('button', { name: 'Show the message' }).focus();
    await page.keyboard.press('Enter');
    const text = page.getByLabel('Message as text');
    await expect(text).toContainText(String.raw`<img src=x onerror=`);
    await expect(text).toContainText(String.raw`${name}\u0000\u202eexe`);
    await expectAccessible(page);
    await page.getByRole('radio', { name: 'Hex' }).click();
    await expect(page.getByLabel('Message as bytes')).toContainText('0000  3c 2f 70 72 65 3e');
    expect(await page.locator('body').getAttribute('data-run')).toBeNull();
    await expect(page.locator('main img')).toHaveCount(0);
    // Its address leads back to it.
    await expect(page).toHaveURL(/[?&]message=/);
    await page.reload();
    await expect(page.getByLabel('Message as text')).toContainText(name);
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('the system fits, and is reached by the bar', async ({ page }) => {
    await page.goto('/dashboard');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'System' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'System' })).toBeVisible();
    await expect(page.getByRole('table', { name: 'Services' })).toBeVisible();
    await expectToFit(page);
  });
});
