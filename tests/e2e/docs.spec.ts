import { expect, test } from './support/test.ts';

test.use({ as: null });

test('a person logs in at the documentation, and calls what it documents', async ({
  page,
  people,
}) => {
  await page.goto('/docs');
  await page.getByRole('button', { name: 'Authorize' }).click();
  const dialog = page.locator('.modal-ux');
  const form = dialog.locator('.auth-container', { hasText: 'OAuth2' });
  await form.getByLabel('username:').fill(people.operator.username);
  await form.getByLabel('password:').fill(people.operator.password);
  await form.getByRole('button', { name: 'Apply given OAuth2 credentials' }).click();
  await expect(form.getByRole('button', { name: 'Remove authorization' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).first().click();

  const call = page.locator('.opblock', { has: page.getByText('/detections', { exact: true }) });
  await call.getByRole('button').first().click();
  await call.getByRole('button', { name: 'Execute' }).click();
  const answer = call.locator('.live-responses-table');
  await expect(answer.locator('.response-col_status').nth(1)).toContainText('200');
  await expect(answer).toContainText('"asOf"');
});

test('the documentation says what a call lacks when nobody has logged in', async ({
  page,
  problems,
}) => {
  problems.expect(/401/);
  await page.goto('/docs');
  const call = page.locator('.opblock', { has: page.getByText('/stats', { exact: true }) });
  await call.getByRole('button').first().click();
  await call.getByRole('button', { name: 'Execute' }).click();
  const answer = call.locator('.live-responses-table');
  await expect(answer.locator('.response-col_status').nth(1)).toContainText('401');
  await expect(answer).toContainText('"code": "token_missing"');
});
